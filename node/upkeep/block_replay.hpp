#pragma once
// Executes final blocks that were read from another database into this one, with their batches and
// attachments, as the node that committed them first did; and holds the outcome against what the
// validators have signed about it. For `vitalstream ledger rebuild`. One thread calls.

#include <memory>

#include "node/commit/block_committer.hpp"
#include "node/stores/genesis_file.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

class BlockReplay {
 public:
  // Goes on where the database ends. Both outlive it.
  [[nodiscard]] static Result<std::unique_ptr<BlockReplay>, SetupFailure> open(
      const LoadedGenesis& genesis, storage::Database& database);
  BlockReplay(const BlockReplay&) = delete;
  BlockReplay& operator=(const BlockReplay&) = delete;

  // Returns when the block is committed; durable after the database's next sync.
  [[nodiscard]] Result<void, SetupFailure> replay(const Delivery& block);

 private:
  BlockReplay(const LoadedGenesis& genesis, storage::Database& database);
  [[nodiscard]] Result<void, SetupFailure> keep_batches(const Delivery& block);
  [[nodiscard]] Result<void, SetupFailure> check_root(const consensus::BlockHeader& header) const;

  const GenesisHash genesis_;
  const ledger::MemberDirectory members_;
  storage::Database& database_;
  std::unique_ptr<BlockCommitter> committer_;
};

}  // namespace vitalstream::node
