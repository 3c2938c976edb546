#pragma once
// Executor: ledger/execution block by block, over the state before each, with the replay window in
// memory. It begins at genesis, or where a database ends. One thread.

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
  // What a block is and what it finds.
  struct Block {
    const consensus::BlockHeader& header;
    std::uint64_t first_leaf = 0;  // of its transactions
    const std::vector<std::shared_ptr<const CachedBatch>>& batches;
  };

  // Before the first block. The members that the rules point to outlive the executor.
  Executor(ledger::ChainRules rules, const GenesisHash& genesis);
  [[nodiscard]] static Result<std::unique_ptr<Executor>, SetupFailure> open(
      ledger::ChainRules rules, const GenesisHash& genesis, const storage::Database& database);

  // Rebuilds the replay window from the database, and goes on after its newest block. Also after an
  // execution that failed, when the state has been mended.
  [[nodiscard]] Result<void, SetupFailure> restore(const storage::Database& database);

  // Asserts that blocks come in order. After a read that failed it has to be restored.
  [[nodiscard]] ledger::StateRead<ledger::BlockOutcome> execute(const storage::ReadView& before,
                                                                const Block& block);

  // The commitment before the first block.
  [[nodiscard]] static consensus::ExecutedRoot genesis_root(const GenesisHash& genesis);

 private:
  const ledger::ChainRules rules_;
  const GenesisHash genesis_;
  ledger::ReplayWindow window_;
  ledger::StateRoot root_;
  consensus::Height height_;
};

}  // namespace vitalstream::node
