#include "tests/sim/vote_key.hpp"

#include <algorithm>

#include "consensus/types/vote.hpp"

namespace vitalstream::sim {

using namespace consensus;

VoteKey::VoteKey(ValidatorIndex index, Prng prng)
    : index_(index), key_(validator_key(index)), prng_(prng) {}

bool VoteKey::can_sign(const VoteSubject& subject) const {
  return !views_ahead_ || (held_ && held_->delegation.covers(subject.view));
}

bool VoteKey::is_half_used(View view) const {
  return held_ && held_->delegation.last.value() < view.value() + *views_ahead_ / 2;
}

void VoteKey::renew(View view) {
  const std::uint64_t back = std::min(view.value(), kDelegatedViewsBack);
  const SimKey key{prng_.next()};
  Delegation delegation{
      View{view.value() - back}, View{view.value() + *views_ahead_}, key.public_key(), {}};
  const ValidatorId id{index_.value() + 1U};
  delegation.signature =
      key_.sign(delegation_signing_bytes(sim_genesis(), id, Epoch{1}, delegation));
  held_.emplace(Held{key, std::move(delegation)});
  delegations_ += 1;
}

crypto::Signature VoteKey::sign(const VoteSubject& subject) const {
  const Bytes message = signing_bytes(sim_genesis(), subject);
  return held_ ? join({held_->delegation, held_->key.sign(message)}) : key_.sign(message);
}

}  // namespace vitalstream::sim
