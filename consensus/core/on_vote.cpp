// C16: votes wait unverified until a quorum can come of them. S2: what conflicts is evidence.
#include "consensus/core/on_vote.hpp"

#include <algorithm>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

void OnVote::on(const VoteArrived& input) {
  const Vote& vote = input.vote;
  // Its sender is authenticated: a vote comes from its signer or from nobody.
  if (!sees_.options.validators.has(input.from) || vote.signer != input.from ||
      sees_.options.is_own(input.from)) {
    return;
  }
  sees_.peers.heard(input.from, sees_.step.now());
  if (vote.subject.epoch != sees_.options.epoch()) {
    return;
  }
  sees_.seen.add_unverified(vote);
  const View floor = sees_.certificates.final_point().view;
  if (!sees_.view.window(floor).contains(vote.subject.view)) {
    return;
  }
  sees_.seen.hear(vote.signer, vote.subject.view);
  sees_.quorums.follow(sees_.ballot.add_unverified(vote));
}

// C15 has votes of any view verified; the collector keeps those of the window only. A halted
// replica counts none, but its commitments wait for what is being verified.
void OnVote::on(const VotesVerified& input) {
  const auto is_collected = [this](View view) {
    return view > sees_.certificates.final_point().view &&
           view.value() <= sees_.view.number().value() + kVoteWindowViews;
  };
  for (const Vote& vote : input.invalid) {
    sees_.seen.verified(vote);
    if (is_collected(vote.subject.view)) {
      sees_.ballot.drop_invalid(vote);
    }
    sees_.step.cut(vote.signer, "a vote with an invalid signature");
    if (!sees_.right.is_halted()) {
      sees_.quorums.try_spare(vote.subject);
    }
  }
  for (const Verified<Vote>& vote : input.valid) {
    sees_.seen.verified(*vote);
    sees_.seen.add_verified(*vote);
    if (!sees_.right.is_halted() && is_collected(vote->subject.view)) {
      sees_.quorums.follow(sees_.ballot.add_verified(*vote));
      sees_.disagreements.check_finality(vote->subject);
    }
  }
}

}  // namespace vitalstream::consensus
