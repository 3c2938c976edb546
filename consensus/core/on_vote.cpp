// C16: votes wait unverified until a quorum can come of them. S2: what conflicts is evidence.
#include <algorithm>

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

void Replica::on(const VotesVerified& input) {
  const View floor = certificates_.final_point().view;
  for (const Vote& vote : input.invalid) {
    seen_.verified(vote.signer);
    if (vote.subject.view > floor) {
      votes_.drop_invalid(vote);
    }
    effects_.push_back(CutPeer{vote.signer, "a vote with an invalid signature"});
    try_spare_certificate(vote.subject);
  }
  for (const Verified<Vote>& vote : input.valid) {
    seen_.verified(vote->signer);
    seen_.add_verified(*vote);
    if (vote->subject.view > certificates_.final_point().view) {
      follow(votes_.add_verified(*vote));
      check_contradicting_finality(vote->subject);
    }
  }
}

}  // namespace vitalstream::consensus
