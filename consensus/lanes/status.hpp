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
  bool withheld = false;     // L5: its budget is used up, and the own watermark keeps back
  bool conflicting = false;  // L6: the owner has signed two batches under one sequence number
};

struct LanesStatus {
  std::vector<LaneStatus> lanes;  // ascending by validator
  LanePosition own_tip;
  // L1: retries since too few peers take its oldest batch; how often it was begun anew for that.
  std::int64_t own_untaken_retries = 0;
  std::uint64_t own_renewals = 0;
  std::size_t queued_items = 0;
  std::uint64_t queued_bytes = 0;
  std::size_t wanted = 0;     // batches being fetched
  std::size_t verifying = 0;  // batches in the verify pool
  std::uint64_t refused_busy = 0;
  std::uint64_t dropped = 0;  // batches beyond a limit
  bool drained = false;       // draining, and every own batch is final
};

}  // namespace vitalstream::consensus
