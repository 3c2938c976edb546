#pragma once
// BatchStore: batches into the database before their block is committed, and out of it where they
// will never be. The writes are not synced: a round of durability follows what matters (C14).

#include <functional>
#include <string>

#include "node/driver/receivers.hpp"
#include "node/metrics/metrics.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

class BatchStore final : public BatchPort {
 public:
  // The database failed: the process must stop. Any thread.
  using OnFailure = std::function<void(const std::string& reason)>;
  BatchStore(storage::Database& database, Metrics& metrics, OnFailure on_failure)
      : database_(database), metrics_(metrics), on_failure_(std::move(on_failure)) {}

  [[nodiscard]] bool store(const consensus::BatchDigest& digest, const CachedBatch& batch) override;
  void forget(const std::vector<consensus::BatchDigest>& digests) override;

 private:
  storage::Database& database_;
  Metrics& metrics_;
  const OnFailure on_failure_;
};

}  // namespace vitalstream::node
