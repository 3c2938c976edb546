#pragma once
// Metrics: what the process counts as it happens, under the names of docs/metrics.md. What can be
// read somewhere is told just before a scrape instead (chain_readings and its neighbours). Any
// thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "crypto/provider/operation_observer.hpp"
#include "node/metrics/metric_families.hpp"

namespace vitalstream::node {

class Metrics final : public crypto::provider::OperationObserver {
 public:
  explicit Metrics(const std::string& version);

  void on_block(std::size_t batches, Duration since_last_block);
  // From the block's timestamp to its being final here.
  void on_final(Duration latency);
  void on_results(std::string_view status, std::size_t count);
  void on_submission_refused(std::string_view reason);
  void on_batch_stored(std::uint64_t lane, std::size_t bytes);
  void on_operation(const crypto::provider::ObservedOperation& operation) override;
  void on_journal_sync(Duration took);
  void on_evidence();
  void on_alarm();
  void on_seal_failed();

  [[nodiscard]] MetricFamilies& families() { return families_; }

 private:
  MetricFamilies families_;
};

}  // namespace vitalstream::node
