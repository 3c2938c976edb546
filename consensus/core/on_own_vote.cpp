// C14: an own vote, recorded before, is signed now: it counts and it speaks.
#include "consensus/core/on_own_vote.hpp"

#include "base/assert.hpp"
#include "consensus/core/invariants.hpp"

namespace vitalstream::consensus {

void OnOwnVote::on(const OwnVoteSigned& input) {
  const Vote& vote = *input.vote;
  sees_.right.signature_ends();
  // C15: the right may have ended while the provider signed. The vote stays cast, and is signed
  // again once the others commit again.
  if (!sees_.right.in_force().covers(vote.subject.view)) {
    sees_.record.not_signed(vote.subject);
    return;
  }
  if (vote.subject.view <= sees_.certificates.final_point().view) {
    return;
  }
  VS_ASSERT(sees_.options.is_own(vote.signer));
  assert_own_votes_consistent(sees_.record.votes().cast_in(vote.subject.view), vote.subject);
  sees_.record.signed_as(vote);
  sees_.casting.speak(vote);
  sees_.quorums.follow(sees_.ballot.add_verified(vote));
}

}  // namespace vitalstream::consensus
