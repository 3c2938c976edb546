#pragma once
// SalvagedBlocks: what can still be read of a damaged database, from one block on, and what of that
// the validators have signed: the chain of digests, every batch and signature, a certificate at the
// end of each group. What was derived from the blocks (results, state, indexes, tiles) is not
// looked at: it is made anew. For `vitalstream ledger rebuild`. One thread; it only reads.

#include <optional>
#include <string>
#include <vector>

#include "node/batches/batch_intake.hpp"
#include "node/batches/delivery.hpp"
#include "node/stores/genesis_file.hpp"
#include "node/stores/ledger_reader.hpp"

namespace vitalstream::node {

class SalvagedBlocks {
 public:
  // Begins with the block that extends `after`, or with the first one. Both outlive it.
  SalvagedBlocks(const LoadedGenesis& genesis, const storage::Database& damaged,
                 const std::optional<storage::Tip>& after);

  // The next blocks up to one that a certificate of its own makes final; empty at the end.
  [[nodiscard]] std::vector<Delivery> next_group();

  // The newest block of the damaged database; 0 if that cannot be told.
  [[nodiscard]] consensus::Height end() const { return end_; }
  // Why it ended below that; empty if it did not.
  [[nodiscard]] const std::string& obstacle() const { return obstacle_; }

 private:
  [[nodiscard]] std::optional<Delivery> read(consensus::Height height);
  [[nodiscard]] std::shared_ptr<const CachedBatch> read_batch(const consensus::BatchRef& expected);
  [[nodiscard]] std::optional<consensus::Certificate> certificate_of(const Delivery& last);
  void stop(consensus::Height height, std::string_view what);

  const storage::Database& damaged_;
  LedgerReader reader_;
  IntakeContext context_;
  VerifyWorker worker_;
  consensus::Height end_;
  consensus::Height height_;  // of the last one read
  consensus::BlockDigest parent_;
  std::string obstacle_;
};

}  // namespace vitalstream::node
