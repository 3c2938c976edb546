#pragma once
// L4: the order of lanes inside a block: rotated by height, because a block may become final in two
// views, and so that a limit of the block does not always fall on the same lane.

#include <cstddef>
#include <vector>

#include "consensus/types/validator_set.hpp"

namespace vitalstream::consensus {

[[nodiscard]] std::vector<ValidatorId> lane_order(const ValidatorSet& set, Height height);

// Where the lane stands in that order; nothing if it is not of this set.
[[nodiscard]] std::optional<std::size_t> lane_rank(const ValidatorSet& set, Height height,
                                                   ValidatorId lane);

}  // namespace vitalstream::consensus
