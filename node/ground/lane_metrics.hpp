#pragma once
// What operators see at /metrics of the lanes and of contents that are wanted. Any thread.

#include <cstdint>
#include <string>

namespace vitalstream::node {

// Gathered just before a scrape; counts are since the start.
struct LaneReadings {
  std::uint64_t lanes_withheld = 0;       // of others, whose budget is used up
  std::uint64_t own_untaken_retries = 0;  // since too few peers take the own lane
  std::uint64_t own_renewals = 0;         // how often it was begun anew for that
  std::uint64_t contents_wanted = 0;      // batches
  std::uint64_t contents_fetched = 0;
};

// Prometheus text format.
[[nodiscard]] std::string lane_metrics(const LaneReadings& readings);

}  // namespace vitalstream::node
