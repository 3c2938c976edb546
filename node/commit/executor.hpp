#pragma once
// Executor: ledger/execution over this node's database: the state as a view, the replay window in
// memory and rebuilt at start. Commit thread only.

#include <memory>
#include <vector>

#include "consensus/types/block.hpp"
#include "ledger/execution/execute_block.hpp"
#include "node/batches/batch_cache.hpp"
#include "node/stores/genesis_file.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

class Executor {
 public:
  // Rebuilds the replay window from the database, and goes on after its newest block. The members
  // that the rules point to outlive the executor.
  [[nodiscard]] static Result<std::unique_ptr<Executor>, SetupFailure> open(
      ledger::ChainRules rules, const GenesisHash& genesis, const storage::Database& database);

  // Asserts that blocks come in order.
  [[nodiscard]] ledger::BlockOutcome execute(
      const consensus::BlockHeader& header, std::uint64_t first_leaf,
      const std::vector<std::shared_ptr<const CachedBatch>>& batches);

  // The commitment before the first block.
  [[nodiscard]] static consensus::ExecutedRoot genesis_root(const GenesisHash& genesis);

 private:
  Executor(ledger::ChainRules rules, const storage::Database& database, std::uint64_t layout_seed);
  [[nodiscard]] Result<void, SetupFailure> restore(const GenesisHash& genesis);

  ledger::ChainRules rules_;
  const storage::Database& database_;
  ledger::ReplayWindow window_;
  ledger::StateRoot root_;
  consensus::Height height_;
};

}  // namespace vitalstream::node
