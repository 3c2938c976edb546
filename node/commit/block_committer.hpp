#pragma once
// BlockCommitter: one final block into results and onto disk (E1): it executes the block over the
// state before it, and writes block, results, state, indexes and Merkle tiles as one database
// write. Committing the same blocks after a crash yields the same. One thread, which waits for it:
// that of the commit pipeline, or that of a replay on a stopped node.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/merkle_tiles.hpp"
#include "node/batches/delivery.hpp"
#include "node/commit/committed_block.hpp"
#include "node/commit/executor.hpp"
#include "node/stores/chain_state_codec.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

// Where the ledger ends: what the next block extends.
struct ChainPosition {
  StoredChainState stored;
  crypto::TileBuilder tiles;
};

// As the database has it; the beginning if it has no block.
[[nodiscard]] Result<ChainPosition, SetupFailure> read_position(const storage::Database& database);

struct CommitFailure {
  enum class Kind {
    Unreadable,    // what the block needs cannot be read
    StateDamaged,  // it needs a damaged page of the state: after `resume` it can be tried again
    NotWritten,    // the database failed
  };
  Kind kind;
  std::string reason;
};

// What a block puts into the ledger, as it is known before it is executed.
struct OrderedContent {
  std::vector<std::shared_ptr<const CachedBatch>> batches;  // all of them are here
  std::vector<OrderedTx> transactions;
  std::vector<consensus::BatchDigest> lacking;  // content that its batches commit to
};

class BlockCommitter {
 public:
  // Goes on where the database ends. The database, and the members that the rules point to, outlive
  // it.
  [[nodiscard]] static Result<std::unique_ptr<BlockCommitter>, SetupFailure> open(
      ledger::ChainRules rules, const GenesisHash& genesis, storage::Database& database);

  // Of the next block. Batches that have left the cache are read back.
  [[nodiscard]] Result<OrderedContent, CommitFailure> lay_out(const Delivery& delivery) const;
  // Executes and writes it; durable after the database's next sync. After a failure only `resume`
  // may follow, and that only where the state was damaged.
  [[nodiscard]] Result<ledger::BlockOutcome, CommitFailure> commit(const consensus::Deliver& block,
                                                                   const OrderedContent& content);
  // When the state has been mended.
  [[nodiscard]] Result<void, SetupFailure> resume() { return executor_->restore(database_); }

 private:
  BlockCommitter(storage::Database& database, std::unique_ptr<Executor> executor,
                 ChainPosition position)
      : database_(database), executor_(std::move(executor)), position_(std::move(position)) {}

  void advance(const consensus::Block& block, const OrderedContent& content);
  [[nodiscard]] storage::CommitBatch gather(const consensus::Deliver& block,
                                            const OrderedContent& content,
                                            const ledger::BlockOutcome& executed,
                                            const std::vector<bool>& indexed);
  // Of each transaction, whether lookups by id find it here. Nothing if that cannot be read.
  [[nodiscard]] std::optional<std::vector<bool>> places_to_index(
      const std::vector<OrderedTx>& ordered, const std::vector<ledger::TxResult>& results) const;
  void write_tiles(storage::CommitBatch& commit, const OrderedContent& content);

  storage::Database& database_;
  std::unique_ptr<Executor> executor_;
  ChainPosition position_;
};

// Both at once, for whoever has nothing to say in between.
[[nodiscard]] Result<ledger::BlockOutcome, CommitFailure> commit_block(BlockCommitter& committer,
                                                                       const Delivery& delivery);

}  // namespace vitalstream::node
