#pragma once
// QueryMetrics: what operators see at /metrics of the calls that wait for a reading thread. Set
// just before a scrape; on the operations thread.

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "net/rpc/rpc_stats.hpp"

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

class QueryMetrics {
 public:
  QueryMetrics();
  ~QueryMetrics();
  QueryMetrics(const QueryMetrics&) = delete;
  QueryMetrics& operator=(const QueryMetrics&) = delete;

  void set(const QueryReadings& readings);
  // Prometheus text format.
  [[nodiscard]] std::string text() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace vitalstream::node
