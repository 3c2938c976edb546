#pragma once
// What /metrics tells of the process rather than of its work: what it is doing, how far its clock
// is off, what its log has lost, its descriptors, connections and certificates, and the table of
// queues. Gathered and told just before a scrape, on one thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "node/ground/descriptor_watch.hpp"
#include "node/metrics/metric_families.hpp"

namespace vitalstream::node {

struct ProcessReadings {
  std::string_view phase;  // as in consensus_getStatus
  std::uint64_t lost_log_lines = 0;
  std::optional<Duration> clock_offset = std::nullopt;  // own clock less block time
  UnixMs last_block{};                                  // block time of the newest block
  DescriptorReading descriptors{};
  std::uint64_t tls_connections = 0;
  std::map<std::string, double> certificate_expiry_s = {};  // until then, by role
};

void tell(MetricFamilies& metrics, const ProcessReadings& readings);
// Every line of the table of queues (node/ground/queues.hpp).
void tell_queues(MetricFamilies& metrics);

}  // namespace vitalstream::node
