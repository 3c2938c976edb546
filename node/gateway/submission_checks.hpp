#pragma once
// SubmissionChecks: the signatures of submitted transactions, checked in groups in the verify pool.
// Called by Submissions. Bounded by its caller. Thread: everything, the verdicts too, runs on the
// intake thread.

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "net/rpc/api_types.hpp"
#include "node/batches/pending_tx.hpp"
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

class SubmissionChecks {
 public:
  enum class Verdict { Valid, Invalid, NotChecked };
  using OnChecked = std::function<void(const SubmittedCopy&, Verdict)>;

  SubmissionChecks(SerialThread& intake, VerifyPool& pool, OnChecked on_checked);

  void add(SubmittedCopy copy);
  // Copies without a verdict.
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

 private:
  using Group = std::vector<SubmittedCopy>;

  void post_group();
  [[nodiscard]] bool post(Group group);
  void on_group(const Group& group, const std::vector<bool>& valid);
  void tell(const SubmittedCopy& copy, Verdict verdict);

  SerialThread& intake_;
  VerifyPool& pool_;
  OnChecked on_checked_;
  Group unposted_;
  bool group_posted_ = false;
  std::size_t waiting_ = 0;
};

}  // namespace vitalstream::node
