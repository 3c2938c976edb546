#pragma once
// Submissions: the life of a transaction between tx_submit and its answer. Early rules, grouped
// signature checks in the verify pool, the own lane, then the answers as the block that orders the
// transaction becomes final and committed. A transaction's id does not cover its signature: until
// one is known to be valid, each copy stands for itself, and a bad one fails only who sent it.
//
// Thread: everything runs on the intake thread (the RPC loop). Other threads post to it. What is
// committed already is found out elsewhere: by the job that checks the signatures, or, for what
// would be refused otherwise, by the query pool. Bounded by kWaitersMax, and for those that join
// one under way by the calls in flight of the RPC; `busy_for_ms` refuses before anything is read
// once the backlog would take too long.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "consensus/lanes/input.hpp"
#include "ledger/types/result.hpp"
#include "net/rpc/node_api.hpp"
#include "node/batches/pending_tx.hpp"
#include "node/commit/committed_block.hpp"
#include "node/driver/receivers.hpp"
#include "node/gateway/admission_rate.hpp"
#include "node/gateway/query_pool.hpp"
#include "node/gateway/receipt_desk.hpp"
#include "node/gateway/submission_checks.hpp"
#include "node/gateway/submission_quotas.hpp"
#include "node/gateway/submission_rules.hpp"

namespace vitalstream::node {

class Submissions final : public SubmissionPort {
 public:
  struct Parts {
    SerialThread& intake;
    VerifyPool& pool;
    QueryPool& queries;
    ReceiptDesk& receipts;
    ledger::ChainRules rules;
    QuotaRates quotas;
    // Puts a verified transaction into the own lane; called on the intake thread.
    std::function<void(consensus::TxHandle, std::shared_ptr<const PendingTx>)> to_lane;
    CommittedStates committed_states;
    // By which `exp` is judged (block_clock.hpp).
    std::function<ledger::AdmissionTime()> time;
    // Whether the disk is nearly full: then nothing new is admitted.
    std::function<bool()> is_disk_low;
    // For the metric of refusals.
    std::function<void(net::RpcCause)> on_refused;
  };

  explicit Submissions(Parts parts);

  void submit(net::TxSubmission submission, net::Reply<net::TxSubmitted> reply);
  // Nothing if this node does not know the transaction as waiting.
  [[nodiscard]] std::optional<net::TxState> state_of(const ledger::TxId& id) const;

  // The driver's thread.
  void admitted(consensus::TxHandle handle) override;
  void refused_busy(consensus::TxHandle handle, Duration retry_after) override;

  void on_admitted(consensus::TxHandle handle);
  void on_refused_busy(consensus::TxHandle handle, Duration retry_after);
  void on_ordered(const OrderedBlock& block);
  void on_committed(const CommittedBlock& block);
  // Ends the waits whose time is over, forgets what has expired; called every kWaiterTickMs.
  void on_tick();
  // Refuses everything from here on (shutdown).
  void close();

  // Any thread.
  [[nodiscard]] std::uint32_t busy_for_ms() const noexcept;
  [[nodiscard]] std::size_t waiting() const noexcept;

 private:
  static constexpr CopyNumber kCheckedCopy = 0;

  struct Waiter {
    CopyNumber copy = kCheckedCopy;  // its signature is being checked
    net::SubmitMode mode = net::SubmitMode::Committed;
    bool receipt = false;
    Instant deadline;
    net::Reply<net::TxSubmitted> reply;
  };
  struct Entry {
    consensus::TxHandle handle;
    net::TxState state;
    UnixMs expires;
    std::vector<Waiter> waiters;
    bool valid = false;         // a signature of it is, or the network says so
    CopyNumber first_copy = 0;  // older ones are those of a forgotten entry
    std::size_t checks = 0;     // copies whose signature is being checked
  };
  using Entries = std::unordered_map<ledger::TxId, Entry>;

  void refuse(net::Reply<net::TxSubmitted>& reply, const net::RpcError& error) const;
  [[nodiscard]] std::optional<net::RpcError> reason_against(const ledger::Transaction& transaction,
                                                            const net::RpcOrigin& sender,
                                                            std::size_t bytes) const;
  void refuse_unless_committed(const ledger::TxId& id, const net::RpcError& reason, Waiter waiter);
  void answer_committed(Waiter waiter, net::TxState state);
  void join(Entry& entry, Waiter waiter);
  void check(std::shared_ptr<const PendingTx> pending, const net::RpcOrigin& sender, Waiter waiter);
  [[nodiscard]] Entry& entry_of(const ledger::Transaction& transaction);
  void on_checked(const SubmittedCopy& copy, const SubmissionChecks::Verdict& verdict);
  void on_valid(Entry& entry, const SubmittedCopy& copy);
  void refuse_copy(Entries::iterator entry, CopyNumber copy, const net::RpcError& error);
  void answer_copy(Entries::iterator entry, CopyNumber copy, const net::TxState& state);
  void end_copy(Entries::iterator entry);
  void drop(Entries::iterator entry, const net::RpcError& error);
  void answer(Entry& entry, net::TxStage stage);
  void expire_waiters(Entry& entry, Instant now);
  void update_load();

  Parts parts_;
  Entries entries_;
  std::unordered_map<consensus::TxHandle, ledger::TxId> handles_;
  SubmissionChecks checks_;
  CopyNumber next_copy_ = kCheckedCopy + 1;
  std::uint64_t next_handle_ = 1;
  bool closed_ = false;
  AdmissionRate rate_;
  SubmissionQuotas quotas_;
  std::atomic<std::uint32_t> busy_for_ms_{0};
  std::atomic<std::size_t> waiting_{0};
};

}  // namespace vitalstream::node
