#pragma once
// EngineDesk: where everybody leaves what the engine is to hear, and finds what is known about it.
// It is made before the engine and before all who answer its effects, so that each of them is made
// with the desk it answers to. The driver takes what was left in the order in which it came; what
// is left before the driver starts waits for it. Any thread, but where it says the driver's.

#include <atomic>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <variant>
#include <vector>

#include "consensus/engine/engine.hpp"
#include "node/batches/batch_intake.hpp"
#include "node/batches/batch_maker.hpp"
#include "node/batches/pending_tx.hpp"
#include "node/driver/effect_gate.hpp"
#include "node/ground/queue_stats.hpp"

namespace vitalstream::node {

// A batch as it arrived: the frame's views point into `bytes`; `credit` keeps the sender's receive
// budget taken until the batch is judged.
struct OfferedBatch {
  std::shared_ptr<const Bytes> bytes;
  net::BatchFrame frame;
  std::shared_ptr<void> credit;
};

// What can be left at the desk. What a peer sent keeps the peer's receive budget taken until the
// engine has heard it, so that nobody can say more than the engine can hear.
struct Heard {
  consensus::Input input;
  std::shared_ptr<void> credit;
};
struct Submitted {
  consensus::TxHandle handle;
  std::shared_ptr<const PendingTx> pending;
};
struct Offered {
  consensus::ValidatorIndex from;
  OfferedBatch batch;
};
struct Judged {
  consensus::ValidatorIndex from;
  OfferedBatch batch;
  consensus::BatchDigest digest;
  Result<VerifiedIntake, BatchFault> outcome;
};
struct Closed {
  VerifiedIntake batch;
};
struct RoundDurable {
  EffectGate::Ticket ticket;
};
struct BatchMakerRenewed {
  std::shared_ptr<const BatchMaker> maker;
};
// Answered by the driver, or with nothing when it is dropped.
class StatusAsked {
 public:
  using Answer = std::optional<consensus::EngineStatus>;

  StatusAsked() = default;
  StatusAsked(StatusAsked&&) = default;
  StatusAsked& operator=(StatusAsked&&) = default;
  StatusAsked(const StatusAsked&) = delete;
  StatusAsked& operator=(const StatusAsked&) = delete;
  ~StatusAsked();

  [[nodiscard]] std::future<Answer> future() { return answer_->get_future(); }
  // Once.
  void answer(consensus::EngineStatus&& status);

 private:
  std::unique_ptr<std::promise<Answer>> answer_ = std::make_unique<std::promise<Answer>>();
};
using EngineEvent = std::variant<Heard, Submitted, Offered, Judged, Closed, RoundDurable,
                                 BatchMakerRenewed, StatusAsked>;

class EngineDesk {
 public:
  struct Left {
    EngineEvent event;
    QueueStats::Wait wait;
  };

  EngineDesk() = default;
  EngineDesk(const EngineDesk&) = delete;
  EngineDesk& operator=(const EngineDesk&) = delete;

  // Dropped once the desk is closed.
  void leave(EngineEvent&& event);
  void post(consensus::Input input, std::shared_ptr<void> credit = nullptr) {
    leave(Heard{std::move(input), std::move(credit)});
  }

  // From here on somebody takes what is left: the driver's, when it starts.
  void begin();
  // The engine's own word, asked on its thread and waited for; nothing if nobody takes what is
  // left, or not any more.
  [[nodiscard]] StatusAsked::Answer fresh_status();
  // The newest snapshot; null before the start.
  [[nodiscard]] std::shared_ptr<const consensus::EngineStatus> status() const {
    return status_.load();
  }
  // C6: as of the last step, or a little newer in one of the two.
  [[nodiscard]] consensus::ViewWindow window() const;

  // One allocation each, made before the lock is taken: what is left may be large.
  using AllLeft = std::vector<std::unique_ptr<Left>>;
  // The driver's. Waits until something is left, or until that time; false once it is closed.
  [[nodiscard]] bool take(AllLeft& taken, std::optional<Instant> until);
  void publish(const consensus::ViewWindow& window);
  void publish(std::shared_ptr<const consensus::EngineStatus> status) {
    status_.store(std::move(status));
  }
  // What is still there is dropped.
  void close();

 private:
  // Held for as long as it takes to put one in or to take all out.
  std::mutex mutex_;
  std::condition_variable came_;
  AllLeft left_;
  bool begun_ = false;
  bool closed_ = false;
  std::atomic<std::shared_ptr<const consensus::EngineStatus>> status_;
  // Both only grow.
  std::atomic<std::uint64_t> view_{0};
  std::atomic<std::uint64_t> floor_{0};
};

}  // namespace vitalstream::node
