#include "consensus/lanes/lane_order.hpp"

namespace vitalstream::consensus {

std::vector<ValidatorId> lane_order(const ValidatorSet& set, Height height) {
  std::vector<ValidatorId> order;
  order.reserve(set.size());
  for (std::size_t i = 0; i < set.size(); ++i) {
    order.push_back(set.validators()[(height.value() + i) % set.size()].id);
  }
  return order;
}

std::optional<std::size_t> lane_rank(const ValidatorSet& set, Height height, ValidatorId lane) {
  const auto index = set.index_of(lane);
  if (!index) {
    return std::nullopt;
  }
  const std::size_t start = height.value() % set.size();
  return (index->value() + set.size() - start) % set.size();
}

}  // namespace vitalstream::consensus
