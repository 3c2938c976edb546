#pragma once
// CommitPipeline: a thread around BlockCommitter: final blocks, one after the other, and news of
// each for those who wait for it.

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "node/batches/delivery.hpp"
#include "node/commit/block_committer.hpp"
#include "node/commit/state_need.hpp"
#include "node/ground/serial_thread.hpp"
#include "node/metrics/metrics.hpp"

namespace vitalstream::node {

class CommitPipeline final : public DeliveryPort {
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
  };

  // A block that needs a damaged page of the state waits for `between_blocks`, if the need is met.
  CommitPipeline(std::unique_ptr<BlockCommitter> committer, StateNeed& state_need, Metrics& metrics,
                 Events events);

  void deliver(Delivery delivery) override;
  // Any thread. Does something to the database while no block is executed; what waits for that is
  // then tried again.
  void between_blocks(std::function<void()> work);
  // Commits what was delivered, then joins.
  void finish() { thread_.finish(); }

 private:
  void run(Delivery delivery);
  void announce(const Delivery& delivery, const OrderedContent& content);
  void fail(const CommitFailure& failure);
  void go_on();
  void report(const consensus::BlockHeader& header, OrderedContent content,
              ledger::BlockOutcome executed);

  std::unique_ptr<BlockCommitter> committer_;
  StateNeed& state_need_;
  Metrics& metrics_;
  Events events_;
  UnixMs last_block_{};
  consensus::Height announced_;
  std::deque<Delivery> waiting_;  // for the state to be made anew; the engine bounds how many
  bool failed_ = false;
  SerialThread thread_{QueueId::Commit};
};

}  // namespace vitalstream::node
