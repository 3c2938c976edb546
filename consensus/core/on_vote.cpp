// C16: votes wait unverified until a quorum can come of them. S2: what conflicts is evidence.
#include <algorithm>

#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const VoteArrived& input) {
  const Vote& vote = input.vote;
  // Its sender is authenticated: a vote comes from its signer or from nobody.
  if (!set().has(input.from) || vote.signer != input.from || is_own(input.from)) {
    return;
  }
  activity_.heard(input.from, clock_.now);
  if (vote.subject.epoch != epoch()) {
    return;
  }
  seen_.add_unverified(vote);
  if (!is_in_vote_window(vote.subject.view)) {
    return;
  }
  seen_.hear(vote.signer, vote.subject.view);
  follow(votes_.add_unverified(vote));
}

// C15 has votes of any view verified; the collector keeps those of the window only. A halted
// replica counts none, but its commitments wait for what is being verified.
void Replica::on(const VotesVerified& input) {
  const auto is_collected = [this](View view) {
    return view > certificates_.final_point().view &&
           view.value() <= view_.value() + kVoteWindowViews;
  };
  for (const Vote& vote : input.invalid) {
    seen_.verified(vote);
    if (is_collected(vote.subject.view)) {
      votes_.drop_invalid(vote);
    }
    effects_.push_back(CutPeer{vote.signer, "a vote with an invalid signature"});
    if (!halt_reason_) {
      try_spare_certificate(vote.subject);
    }
  }
  for (const Verified<Vote>& vote : input.valid) {
    seen_.verified(*vote);
    seen_.add_verified(*vote);
    if (!halt_reason_ && is_collected(vote->subject.view)) {
      follow(votes_.add_verified(*vote));
      check_contradicting_finality(vote->subject);
    }
  }
}

}  // namespace vitalstream::consensus
