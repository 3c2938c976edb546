#include "node/ground/process_metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>

namespace vitalstream::node {
namespace {

constexpr std::array<const char*, 6> kPhases{"idle",    "following",  "syncing",
                                             "stalled", "not-voting", "halted"};

double in_seconds(std::int64_t ms) {
  return static_cast<double>(ms) / 1e3;
}

}  // namespace

struct ProcessMetrics::Families {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Gauge>& phase =
      prometheus::BuildGauge()
          .Name("blockchain_phase")
          .Help("1 for what the node is doing, 0 for all else.")
          .Register(registry);
  prometheus::Counter& lost_lines =
      prometheus::BuildCounter()
          .Name("blockchain_log_lines_lost_total")
          .Help("Lines of the log that could not be written: nobody took them in time.")
          .Register(registry)
          .Add({});
  prometheus::Gauge& clock_offset =
      prometheus::BuildGauge()
          .Name("blockchain_clock_offset_seconds")
          .Help("This machine's clock less block time; 0 while nothing is known.")
          .Register(registry)
          .Add({});
  prometheus::Gauge& last_block =
      prometheus::BuildGauge()
          .Name("blockchain_last_block_timestamp_seconds")
          .Help("Block time of the newest committed block.")
          .Register(registry)
          .Add({});
};

ProcessMetrics::ProcessMetrics() : families_(std::make_unique<Families>()) {
}

ProcessMetrics::~ProcessMetrics() = default;

void ProcessMetrics::set(const ProcessReadings& readings) {
  for (const char* phase : kPhases) {
    families_->phase.Add({{"phase", phase}}).Set(phase == readings.phase ? 1 : 0);
  }
  families_->lost_lines.Increment(static_cast<double>(readings.lost_log_lines) -
                                  families_->lost_lines.Value());
  families_->clock_offset.Set(
      in_seconds(readings.clock_offset.value_or(Duration{0}).value() / 1000));
  families_->last_block.Set(in_seconds(readings.last_block.value()));
}

std::string ProcessMetrics::text() const {
  return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace vitalstream::node
