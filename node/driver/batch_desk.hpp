#pragma once
// BatchDesk: batches and submitted transactions in memory, on their way through the engine: what
// was offered and is not judged yet, what was submitted and is not final yet, and what is closed or
// verified and not executed yet. What was left for them becomes an input of the engine, and what
// the engine wants done with them becomes a job of the pool. The driver's thread.

#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "node/batches/batch_cache.hpp"
#include "node/driver/receivers.hpp"

namespace vitalstream::node {

class BatchDesk {
 public:
  struct Parts {
    const IntakeContext& context;
    EngineDesk& desk;
    VerifyPool& pool;
    BatchPort& store;
    ContentPort& contents;
    std::shared_ptr<const BatchMaker> maker;  // null for an observer
  };

  // All outlive the jobs of the pool.
  explicit BatchDesk(Parts parts);

  [[nodiscard]] const BatchCache& cache() const { return cache_; }

  // What the engine is to hear of what was left.
  [[nodiscard]] consensus::Submit hear(const Submitted& submitted);
  // Nothing if it is no batch of a lane.
  [[nodiscard]] std::optional<consensus::BatchArrived> hear(Offered& offered);
  [[nodiscard]] consensus::Input hear(Judged& judged);
  [[nodiscard]] consensus::OwnBatchClosed hear(Closed& closed);
  [[nodiscard]] consensus::IncarnationRenewed hear(const BatchMakerRenewed& renewed);

  void close(const consensus::CloseBatch& effect);
  void verify(const consensus::VerifyBatch& effect);
  void drop(const consensus::DropBatch& effect);
  void forget(consensus::TxHandle handle) { pending_.erase(handle); }
  void forget(const consensus::ForgetTransactions& effect);
  void forget(const consensus::ForgetBatches& effect);
  // Those of a final block, in the order of its references; they leave the desk.
  [[nodiscard]] std::vector<std::shared_ptr<const CachedBatch>> take_out(
      const consensus::Block& block);
  [[nodiscard]] std::vector<WantedBytes> wanted(const consensus::SendBatches& effect) const;

 private:
  Parts parts_;
  BatchCache cache_;
  // What was refused leaves at once.
  std::unordered_map<consensus::TxHandle, std::shared_ptr<const PendingTx>> pending_;
  // By sender, because the lanes may take one copy and drop another.
  std::map<std::pair<consensus::BatchDigest, consensus::ValidatorIndex>, OfferedBatch> offered_;
};

}  // namespace vitalstream::node
