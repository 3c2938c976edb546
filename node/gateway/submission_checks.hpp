#pragma once
// SubmissionChecks: submitted transactions in groups in the verify pool: which of them the database
// has already, all by one snapshot, and of the others the signatures. Called by Submissions.
// Bounded by its caller. Thread: everything, the verdicts too, runs on the intake thread.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "net/rpc/api_types.hpp"
#include "node/batches/pending_tx.hpp"
#include "node/gateway/answers.hpp"
#include "node/ground/serial_thread.hpp"
#include "node/ground/verify_pool.hpp"

namespace vitalstream::node {

// Names sent bytes: two copies of one transaction differ in their signature.
using CopyNumber = std::uint64_t;

struct SubmittedCopy {
  CopyNumber number = 0;
  std::shared_ptr<const PendingTx> pending;
  net::RpcOrigin sender;
};

// Called off the intake thread, by several at once.
using CommittedStates = std::function<std::vector<CommittedState>(std::span<const ledger::TxId>)>;

class SubmissionChecks {
 public:
  struct Verdict {
    enum class Kind { Valid, Invalid, Committed, Unreadable, NotChecked };
    Kind kind = Kind::NotChecked;
    // Of these two the signature has not been looked at.
    net::TxState state = {};    // if Committed
    net::RpcError reason = {};  // if Unreadable: whether it is committed cannot be told
  };
  struct Parts {
    SerialThread& intake;
    VerifyPool& pool;
    CommittedStates committed_states;
    std::function<void(const SubmittedCopy&, const Verdict&)> on_checked;
  };

  explicit SubmissionChecks(Parts parts) : parts_(std::move(parts)) {}

  void add(SubmittedCopy copy);
  // Copies without a verdict.
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

 private:
  using Group = std::vector<SubmittedCopy>;

  void post_group();
  [[nodiscard]] std::vector<Verdict> judge(const Group& group, crypto::KeyCache& keys) const;
  void on_group(const std::vector<Verdict>& verdicts);
  void tell(const SubmittedCopy& copy, const Verdict& verdict);

  const Parts parts_;
  Group unposted_;
  // In the pool, which reads it, or with its verdicts on its way back.
  Group posted_;
  std::size_t waiting_ = 0;
};

}  // namespace vitalstream::node
