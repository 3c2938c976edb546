#pragma once
// How far a lane is: the position of its newest batch known to somebody or referenced by a block.

#include <map>

#include "consensus/types/block.hpp"
#include "consensus/types/ids.hpp"

namespace vitalstream::consensus {

// Incarnation 0 means: nothing of this lane yet.
struct LanePosition {
  Incarnation incarnation;
  Sequence sequence;
  BatchDigest digest;
  friend bool operator==(const LanePosition&, const LanePosition&) = default;
};

// True if `later` lies strictly ahead of `earlier`, whether or not it descends from it.
[[nodiscard]] bool is_ahead(const LanePosition& later, const LanePosition& earlier);

[[nodiscard]] LanePosition position_of(const BatchRef& reference);

// Per lane the position after some block; a lane that is not in it stands at its beginning.
using LanePositions = std::map<ValidatorId, LanePosition>;

[[nodiscard]] LanePosition position_in(const LanePositions& positions, ValidatorId lane);

}  // namespace vitalstream::consensus
