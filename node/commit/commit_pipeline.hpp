#pragma once
// CommitPipeline: final blocks, in order, into results and onto disk (E1). One thread: it executes
// a block over the state before it, and writes block, results, state, indexes and Merkle tiles as
// one database write. Replaying the same blocks after a crash yields the same.

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "crypto/merkle_tiles.hpp"
#include "node/batches/delivery.hpp"
#include "node/commit/committed_block.hpp"
#include "node/commit/executor.hpp"
#include "node/ground/metrics.hpp"
#include "node/ground/serial_thread.hpp"
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

class CommitPipeline {
 public:
  struct Events {
    // All are called on the commit thread.
    std::function<void(const Delivery&)> on_final;
    std::function<void(OrderedBlock)> on_ordered;
    std::function<void(CommittedBlock)> on_committed;
    std::function<void(consensus::Height, consensus::ExecutedRoot)> on_executed;
    // Batches of a committed block that came without all that they commit to.
    std::function<void(std::vector<consensus::BatchDigest>)> on_content_wanted;
    // The database failed, or a block cannot be executed since what it needs cannot be read: the
    // process must stop. Nobody else makes that of a failed read.
    std::function<void(std::string)> on_failure;
    std::function<void(std::string)> on_unreadable;
    // The state is damaged where a block needs it. True: it is made anew, and the block waits for
    // `between_blocks`.
    std::function<bool()> on_state_damaged = [] { return false; };
  };

  CommitPipeline(storage::Database& database, std::unique_ptr<Executor> executor,
                 ChainPosition position, Metrics& metrics, Events events);

  // The driver's thread; in the order of heights.
  void deliver(Delivery delivery);
  // Any thread. Does something to the database while no block is executed; what waits for that is
  // then tried again.
  void between_blocks(std::function<void()> work);
  // Commits what was delivered, then joins.
  void finish() { thread_.finish(); }

 private:
  struct Body {
    std::vector<std::shared_ptr<const CachedBatch>> batches;
    std::vector<OrderedTx> ordered;
    std::vector<bool> indexed;  // of the same positions: lookups by id find them here
    std::vector<consensus::BatchDigest> lacking;  // content that they commit to
  };

  void run(Delivery delivery);
  void announce(const Delivery& delivery, const Body& body);
  void go_on();
  [[nodiscard]] bool load_missing(Delivery& delivery);
  [[nodiscard]] Body lay_out(const Delivery& delivery) const;
  [[nodiscard]] storage::CommitBatch gather(const Delivery& delivery, const Body& body,
                                            const ledger::BlockOutcome& executed);
  // Of each transaction, whether lookups by id find it here. Nothing if that cannot be read.
  [[nodiscard]] std::optional<std::vector<bool>> places_to_index(
      const std::vector<OrderedTx>& ordered, const std::vector<ledger::TxResult>& results) const;
  void advance(const consensus::Block& block, const Body& body);
  void write_tiles(storage::CommitBatch& commit, const Body& body);
  void report(const Delivery& delivery, Body body, ledger::BlockOutcome executed);

  storage::Database& database_;
  std::unique_ptr<Executor> executor_;
  ChainPosition position_;
  Metrics& metrics_;
  Events events_;
  UnixMs last_block_{};
  consensus::Height announced_;
  std::deque<Delivery> waiting_;  // for the state to be made anew; the engine bounds how many
  bool failed_ = false;
  SerialThread thread_{QueueId::Commit};
};

}  // namespace vitalstream::node
