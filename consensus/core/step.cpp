#include "consensus/core/step.hpp"

#include <algorithm>

namespace vitalstream::consensus {

void Step::broadcast(Message message, std::vector<BatchDigest> carried) {
  add(Broadcast{std::move(message), std::move(carried)});
}

void Step::send(ValidatorIndex to, Message message) { add(Send{to, std::move(message)}); }

bool Step::signs() const {
  return std::ranges::any_of(
      effects_, [](const CoreEffect& effect) { return std::holds_alternative<SignVote>(effect); });
}

CoreEffects Step::end() {
  const auto is_halt = [](const CoreEffect& effect) {
    return std::holds_alternative<Halt>(effect);
  };
  // To part them takes memory, and nearly no step halts.
  if (std::ranges::any_of(effects_, is_halt)) {
    std::ranges::stable_partition(effects_, is_halt);
  }
  return std::exchange(effects_, {});
}

}  // namespace vitalstream::consensus
