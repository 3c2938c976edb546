#include "consensus/types/lane_position.hpp"

#include <tuple>

namespace vitalstream::consensus {

bool is_ahead(const LanePosition& later, const LanePosition& earlier) {
  return std::tie(later.incarnation, later.sequence) >
         std::tie(earlier.incarnation, earlier.sequence);
}

LanePosition position_of(const BatchRef& reference) {
  return {reference.incarnation, reference.sequence, reference.digest};
}

LanePosition position_in(const LanePositions& positions, ValidatorId lane) {
  const auto found = positions.find(lane);
  return found == positions.end() ? LanePosition{} : found->second;
}

}  // namespace vitalstream::consensus
