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

  // As if it were opened anew: after an execution that failed, when the state has been mended.
  [[nodiscard]] Result<void, SetupFailure> reopen();

  // Asserts that blocks come in order. After a read that failed it has to be reopened.
  [[nodiscard]] ledger::StateRead<ledger::BlockOutcome> execute(
      const consensus::BlockHeader& header, std::uint64_t first_leaf,
      const std::vector<std::shared_ptr<const CachedBatch>>& batches);

  // The commitment before the first block.
  [[nodiscard]] static consensus::ExecutedRoot genesis_root(const GenesisHash& genesis);

 private:
  Executor(ledger::ChainRules rules, const GenesisHash& genesis, const storage::Database& database);
  [[nodiscard]] Result<void, SetupFailure> restore();

  const ledger::ChainRules rules_;
  const GenesisHash genesis_;
  const storage::Database& database_;
  ledger::ReplayWindow window_;
  ledger::StateRoot root_;
  consensus::Height height_;
};

}  // namespace vitalstream::node
