#pragma once
// A snapshot of the lanes for metrics and the status command. A plain value.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "consensus/types/lane_position.hpp"

namespace vitalstream::consensus {

struct LaneStatus {
  ValidatorId lane;
  LanePosition final_position;
  LanePosition tip;  // the own watermark
  std::size_t unreferenced_batches = 0;
  std::uint64_t unreferenced_bytes = 0;
  bool conflicting = false;  // L6: the owner has signed two batches under one sequence number
};

struct LanesStatus {
  std::vector<LaneStatus> lanes;  // ascending by validator
  LanePosition own_tip;
  std::size_t queued_items = 0;
  std::uint64_t queued_bytes = 0;
  std::size_t wanted = 0;     // batches being fetched
  std::size_t verifying = 0;  // batches in the verify pool
  std::uint64_t refused_busy = 0;
  std::uint64_t dropped = 0;  // batches beyond a limit
  bool drained = false;       // draining, and every own batch is final
};

}  // namespace vitalstream::consensus
