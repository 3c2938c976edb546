#pragma once
// Driver: the one thread on which the consensus engine runs. Inputs come from every side as posted
// tasks; the engine answers with ordered effects; the gate holds back what must wait for the disk
// (C14), and the runner carries out the rest. Nothing here blocks.

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "consensus/engine/engine.hpp"
#include "node/batches/batch_cache.hpp"
#include "node/batches/batch_intake.hpp"
#include "node/batches/delivery.hpp"
#include "node/batches/lane_sealer.hpp"
#include "node/batches/pending_tx.hpp"
#include "node/driver/effect_gate.hpp"
#include "node/driver/peer_link.hpp"
#include "node/driver/proposal_times.hpp"
#include "node/ground/serial_thread.hpp"
#include "node/ground/verify_pool.hpp"

namespace vitalstream::node {

// A batch as it arrived: the frame's views point into `bytes`; `credit` keeps the sender's receive
// budget taken until the batch is judged.
struct OfferedBatch {
  std::shared_ptr<const Bytes> bytes;
  net::BatchFrame frame;
  std::shared_ptr<void> credit;
};

// A batch that a peer lacks; null where it has left the cache.
struct WantedBytes {
  consensus::BatchDigest digest;
  std::shared_ptr<const CachedBatch> cached;
};

// What the driver hands to the rest of the node. Every function but halt returns at once.
class DriverPorts {
 public:
  virtual ~DriverPorts() = default;
  virtual void persist(EffectGate::Ticket ticket, std::vector<Bytes> records) = 0;
  virtual void rotate(EffectGate::Ticket ticket, std::vector<Bytes> records) = 0;
  virtual void sign(const consensus::VoteSubject& subject) = 0;
  virtual void deliver(Delivery delivery) = 0;
  virtual void answer_from_store(const consensus::AnswerFromStore& request) = 0;
  virtual void send_batches(consensus::ValidatorIndex to, std::vector<WantedBytes> batches) = 0;
  // Any thread of the pool. False stops the process: the database refused.
  [[nodiscard]] virtual bool store_batch(const consensus::BatchDigest& digest,
                                         const CachedBatch& batch) = 0;
  // True if it was asked for because of the content of a final batch, and is taken for that.
  [[nodiscard]] virtual bool take_content(consensus::ValidatorIndex from,
                                          const consensus::BatchDigest& digest,
                                          const OfferedBatch& batch) = 0;
  virtual void forget_batches(const std::vector<consensus::BatchDigest>& digests) = 0;
  virtual void renew_incarnation(consensus::Incarnation greater_than) = 0;
  virtual void admitted(consensus::TxHandle handle) = 0;
  virtual void refused_busy(consensus::TxHandle handle, Duration retry_after) = 0;
  virtual void evidence(const consensus::Evidence& evidence) = 0;
  virtual void alarm(const std::string& text) = 0;
  // Made durable before it returns; whatever is asked to be signed afterwards is not.
  virtual void halt(const consensus::Halt& halt) = 0;
};

class Driver {
 public:
  struct Parts {
    std::unique_ptr<consensus::Engine> engine;
    IntakeContext context;
    // The key of this process, and until it is renewed that of its lane; null for an observer.
    std::shared_ptr<const LaneSealer> sealer;
    SerialThread* thread = nullptr;
    VerifyPool* pool = nullptr;
    PeerLink* link = nullptr;
    DriverPorts* ports = nullptr;
  };

  explicit Driver(Parts parts);

  // Any thread, from here on until the driver's thread has been finished.
  void start();
  // What a peer sent keeps the peer's receive budget taken until the engine has heard it, so that
  // nobody can say more than the engine can hear.
  void post(consensus::Input input, std::shared_ptr<void> credit = nullptr);
  void submit(consensus::TxHandle handle, std::shared_ptr<const PendingTx> pending);
  void offer(consensus::ValidatorIndex from, OfferedBatch batch);
  void durable(EffectGate::Ticket ticket);
  void use_sealer(std::shared_ptr<const LaneSealer> sealer);
  // The engine's own word, asked on its thread; waits for it. For shutdown.
  [[nodiscard]] consensus::EngineStatus fresh_status();
  // The newest snapshot; null before the start.
  [[nodiscard]] std::shared_ptr<const consensus::EngineStatus> status() const;
  // C6: as of the last step, or a little newer in one of the two.
  [[nodiscard]] consensus::ViewWindow window() const;

 private:
  friend class EffectRunner;

  void feed(const consensus::Input& input);
  void route(consensus::Effects effects);
  void arm(Instant when);
  void on_offer(consensus::ValidatorIndex from, OfferedBatch batch);
  void on_intake(consensus::ValidatorIndex from, const OfferedBatch& batch,
                 const consensus::BatchDigest& digest, Result<VerifiedIntake, BatchFault> outcome);
  void on_sealed(VerifiedIntake sealed);
  void publish_status(Instant now);

  Parts parts_;
  const std::shared_ptr<const LaneSealer> process_;  // C15: known by the key made at its start
  EffectGate gate_;
  BatchCache cache_;
  ProposalTimes proposal_times_;
  // Submitted and not final yet; what was refused leaves at once.
  std::unordered_map<consensus::TxHandle, std::shared_ptr<const PendingTx>> pending_;
  // By sender, because the lanes may take one copy and drop another.
  std::map<std::pair<consensus::BatchDigest, consensus::ValidatorIndex>, OfferedBatch> offered_;
  boost::asio::steady_timer timer_;
  std::optional<Instant> armed_;
  Instant status_published_{};
  std::atomic<std::shared_ptr<const consensus::EngineStatus>> status_;
  // Both only grow.
  std::atomic<std::uint64_t> view_{0};
  std::atomic<std::uint64_t> floor_{0};
};

}  // namespace vitalstream::node
