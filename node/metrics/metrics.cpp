#include "node/metrics/metrics.hpp"

#include <algorithm>

namespace vitalstream::node {

Metrics::Metrics(const std::string& version) {
  families_.set(Metric::BuildInfo, 1, {version, __VERSION__});
}

void Metrics::on_block(std::size_t batches, Duration since_last_block) {
  families_.add(Metric::Blocks);
  families_.add(Metric::Batches, static_cast<double>(batches));
  families_.observe(Metric::BlockTime, in_seconds(since_last_block));
}

void Metrics::on_final(Duration latency) {
  const auto us = std::max<std::int64_t>(latency.value(), 0);
  families_.observe(Metric::ConsensusLatency, static_cast<double>(us) / 1000);
}

void Metrics::on_results(std::string_view status, std::size_t count) {
  families_.add(Metric::Transactions, static_cast<double>(count), {status});
}

void Metrics::on_submission_refused(std::string_view reason) {
  families_.add(Metric::SubmissionsRefused, 1, {reason});
}

void Metrics::on_batch_stored(std::uint64_t lane, std::size_t bytes) {
  const std::string name = std::to_string(lane);
  families_.add(Metric::LaneBatches, 1, {name});
  families_.add(Metric::LaneBytes, static_cast<double>(bytes), {name});
}

void Metrics::on_operation(const crypto::provider::ObservedOperation& operation) {
  const std::string_view name = crypto::provider::to_string(operation.operation);
  families_.add(Metric::HsmOperations, 1, {operation.provider, name, operation.outcome});
  families_.observe(Metric::HsmDuration, in_seconds(microseconds(operation.took.count())),
                    {operation.provider, name});
}

void Metrics::on_journal_sync(Duration took) {
  families_.observe(Metric::SyncDuration, in_seconds(took));
}

void Metrics::on_evidence() { families_.add(Metric::Evidence); }

void Metrics::on_alarm() { families_.add(Metric::Alarms); }

void Metrics::on_seal_failed() { families_.add(Metric::SealFailures); }

}  // namespace vitalstream::node
