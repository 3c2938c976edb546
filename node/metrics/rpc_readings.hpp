#pragma once
// What /metrics tells of applications: their requests, and the calls that wait for a reading
// thread. Gathered and told just before a scrape, on one thread.

#include <array>
#include <chrono>
#include <cstdint>

#include "net/rpc/rpc_stats.hpp"
#include "node/metrics/metric_families.hpp"

namespace vitalstream::node {

// Counts are since the start.
struct QueryReadings {
  std::uint64_t waiting = 0;                // now
  std::uint64_t refused_of_connection = 0;  // too many of their own waited
  std::uint64_t refused_of_all = 0;         // too many waited
  // Turns, by how long they were waited for: one for each of net::kDurationBuckets, and the rest.
  std::array<std::uint64_t, net::kDurationBuckets.size() + 1> waits{};
  std::chrono::microseconds waited_sum{0};
};

void tell(MetricFamilies& metrics, const net::RpcStats& rpc);
void tell(MetricFamilies& metrics, const QueryReadings& queries);

}  // namespace vitalstream::node
