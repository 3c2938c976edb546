#include "consensus/types/validator_set.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {

ValidatorSet::ValidatorSet(Epoch epoch, std::vector<Validator> validators)
    : epoch_(epoch), validators_(std::move(validators)) {
  VS_ASSERT(!validators_.empty() && validators_.size() <= kValidatorsMax);
  const auto not_ascending = [](const Validator& left, const Validator& right) {
    return left.id >= right.id;
  };
  VS_ASSERT(std::ranges::adjacent_find(validators_, not_ascending) == validators_.end());
}

const Validator& ValidatorSet::at(ValidatorIndex index) const {
  VS_ASSERT(has(index));
  return validators_[index.value()];
}

bool ValidatorSet::has(ValidatorIndex index) const { return index.value() < validators_.size(); }

std::optional<ValidatorIndex> ValidatorSet::index_of(ValidatorId id) const {
  const auto found = std::ranges::lower_bound(validators_, id, {}, &Validator::id);
  if (found == validators_.end() || found->id != id) {
    return std::nullopt;
  }
  return ValidatorIndex{static_cast<std::uint16_t>(found - validators_.begin())};
}

ValidatorIndex ValidatorSet::leader(View view) const {
  return ValidatorIndex{
      static_cast<std::uint16_t>((epoch_.value() + view.value()) % validators_.size())};
}

}  // namespace vitalstream::consensus
