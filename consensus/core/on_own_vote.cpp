// C14: an own vote, recorded before, is signed now: it counts and it speaks.
#include "base/assert.hpp"
#include "consensus/core/invariants.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const OwnVoteSigned& input) {
  const Vote& vote = *input.vote;
  note_signed();
  // C15: the right may have ended while the provider signed. The vote stays cast, and is signed
  // again once the others commit again.
  if (!signing_right().covers(vote.subject.view)) {
    own_votes_.not_signed(vote.subject);
    return;
  }
  if (vote.subject.view <= certificates_.final_point().view) {
    return;
  }
  VS_ASSERT(is_own(vote.signer));
  assert_own_votes_consistent(own_votes_.cast_in(vote.subject.view), vote.subject);
  own_votes_.signed_as(vote);
  speak_vote(vote);
  follow(votes_.add_verified(vote));
}

// The vote counts as cast. While its view lasts, the stuck retry asks for the signature again: a
// provider that fails is not a provider that refuses.
void Replica::on(const OwnVoteFailed&) { note_signed(); }

void Replica::note_signed() {
  if (signatures_under_way_ > 0) {
    signatures_under_way_ -= 1;
  }
}

}  // namespace vitalstream::consensus
