#pragma once
// What the lanes of one validator are started with. Parameters are frozen per epoch.

#include <optional>
#include <vector>

#include "base/time.hpp"
#include "consensus/lanes/limits.hpp"
#include "consensus/types/lane_position.hpp"
#include "consensus/types/validator_set.hpp"
#include "consensus/types/verified_batch.hpp"

namespace vitalstream::consensus {

// Of each lane. The first two are the operator's, for the own lane; the last is the same for all.
struct LaneParameters {
  std::size_t close_body_bytes = kCloseBodyBytes;
  Duration close_delay_max = kCloseDelayMax;
  std::uint64_t bytes_per_second = kLaneBytesPerSecond;
};

struct LanesOptions {
  ValidatorSet set;
  // Nothing for an observer (M3): it has no lane.
  std::optional<ValidatorIndex> self;
  // How often what may have been lost is sent or asked for again.
  Duration retry = milliseconds(100);
  LaneParameters lane = {};
};

// The state after a start (or restart): from the newest committed block and the batch store.
struct LanesStart {
  Height height;
  LanePositions positions;
  // Greater than any own incarnation in the store, on the chain or ever used; after a clean
  // shutdown the old one, going on after `own_tip`.
  Incarnation own_incarnation;
  std::optional<LanePosition> own_tip;
  // What the batch store holds beyond `positions`. A vote may have vouched for any of it.
  std::vector<VerifiedBatch> stored;
};

}  // namespace vitalstream::consensus
