#pragma once
// What /metrics tells of peers: traffic, who knocked, and the work that they cause. Gathered and
// told just before a scrape, on one thread.

#include <cstdint>
#include <vector>

#include "node/metrics/metric_families.hpp"

namespace vitalstream::node {

// What p2p has counted since the start.
struct PeerTraffic {
  std::uint64_t peers = 0;     // connected now
  std::uint64_t bytes_in = 0;  // on the wire, TLS included
  std::uint64_t bytes_out = 0;
  std::uint64_t messages_in = 0;
  std::uint64_t messages_out = 0;
  std::uint64_t sessions_opened = 0;
  std::uint64_t accepted = 0;             // connections that came in
  std::uint64_t strangers = 0;            // of these, at present before their hello
  std::vector<LabelledCount> handshakes;  // begun with who came in, by kind of address
  std::vector<LabelledCount> refused;     // connections that never became a session, by reason
  std::vector<LabelledCount> closed;      // sessions that ended, by reason
  std::vector<LabelledCount> dropped;     // messages that were not sent, by reason
};

// Work that peers and applications cause, and what was refused of it since the start.
struct WorkReadings {
  std::vector<LabelledCount> waiting;       // jobs of the verify pool now, by priority
  std::vector<LabelledCount> jobs_refused;  // by priority: their sender had too many waiting
  std::vector<LabelledCount> refused;       // messages of peers that were not verified, by reason
};

void tell(MetricFamilies& metrics, const PeerTraffic& traffic);
void tell(MetricFamilies& metrics, const WorkReadings& work);

}  // namespace vitalstream::node
