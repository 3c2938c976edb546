#include "node/metrics/process_readings.hpp"

#include <array>

#include "node/ground/queue_stats.hpp"

namespace vitalstream::node {
namespace {

constexpr std::array<std::string_view, 6> kPhases{"idle",    "following",  "syncing",
                                                  "stalled", "not-voting", "halted"};

}  // namespace

void tell(MetricFamilies& metrics, const ProcessReadings& readings) {
  for (const std::string_view phase : kPhases) {
    metrics.set(Metric::Phase, phase == readings.phase ? 1 : 0, {phase});
  }
  metrics.raise_to(Metric::LogLinesLost, static_cast<double>(readings.lost_log_lines));
  metrics.set(Metric::ClockOffset, in_seconds(readings.clock_offset.value_or(Duration{0})));
  metrics.set(Metric::LastBlock, static_cast<double>(readings.last_block.value()) / 1e3);
  metrics.set(Metric::OpenDescriptors, static_cast<double>(readings.descriptors.open));
  metrics.set(Metric::DescriptorsMax, static_cast<double>(readings.descriptors.open_max));
  metrics.set(Metric::TlsConnections, static_cast<double>(readings.tls_connections));
  metrics.replace(Metric::CertificateExpiry, readings.certificate_expiry_s);
}

void tell_queues(MetricFamilies& metrics) {
  for (const QueueRow& row : kQueues) {
    const QueueStats& stats = stats_of(row.id);
    metrics.set(Metric::QueueWaiting, static_cast<double>(stats.waiting()), {row.name});
    metrics.raise_to(Metric::QueueBegun, static_cast<double>(stats.begun()), {row.name});
    metrics.raise_to(Metric::QueueWaited, in_seconds(stats.waited()), {row.name});
    metrics.raise_to(Metric::QueueLate, static_cast<double>(stats.late()), {row.name});
  }
}

}  // namespace vitalstream::node
