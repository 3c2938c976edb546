#include "node/metrics/peer_readings.hpp"

namespace vitalstream::node {

void tell(MetricFamilies& metrics, const PeerTraffic& traffic) {
  metrics.set(Metric::Peers, static_cast<double>(traffic.peers));
  metrics.raise_to(Metric::PeerBytes, {{"in", traffic.bytes_in}, {"out", traffic.bytes_out}});
  metrics.raise_to(Metric::PeerMessages,
                   {{"in", traffic.messages_in}, {"out", traffic.messages_out}});
  metrics.raise_to(Metric::PeerAccepted, static_cast<double>(traffic.accepted));
  metrics.set(Metric::PeerStrangers, static_cast<double>(traffic.strangers));
  metrics.raise_to(Metric::PeerHandshakes, traffic.handshakes);
  metrics.raise_to(Metric::PeerSessions, static_cast<double>(traffic.sessions_opened));
  metrics.raise_to(Metric::PeerRefused, traffic.refused);
  metrics.raise_to(Metric::PeerClosed, traffic.closed);
  metrics.raise_to(Metric::PeerMessagesDropped, traffic.dropped);
}

void tell(MetricFamilies& metrics, const WorkReadings& work) {
  for (const LabelledCount& one : work.waiting) {
    metrics.set(Metric::VerifyWaiting, static_cast<double>(one.count), {one.label});
  }
  metrics.raise_to(Metric::VerifyRefused, work.jobs_refused);
  metrics.raise_to(Metric::PeerWorkRefused, work.refused);
}

}  // namespace vitalstream::node
