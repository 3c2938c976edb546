#include "node/gateway/submission_checks.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "crypto/verify.hpp"
#include "node/gateway/limits.hpp"

namespace vitalstream::node {

SubmissionChecks::SubmissionChecks(SerialThread& intake, VerifyPool& pool, OnChecked on_checked)
    : intake_(intake), pool_(pool), on_checked_(std::move(on_checked)) {}

void SubmissionChecks::add(SubmittedCopy copy) {
  unposted_.push_back(std::move(copy));
  ++waiting_;
  post_group();
}

// One job at a time is on its way: while it waits for a worker, what arrives joins its successor,
// so that groups grow with the load and a lone transaction is checked at once.
void SubmissionChecks::post_group() {
  if (group_posted_ || unposted_.empty()) {
    return;
  }
  const std::size_t count = std::min(unposted_.size(), kSubmissionGroupMax);
  const auto end = unposted_.begin() + static_cast<std::ptrdiff_t>(count);
  Group group(std::make_move_iterator(unposted_.begin()), std::make_move_iterator(end));
  unposted_.erase(unposted_.begin(), end);
  group_posted_ = true;
  if (!post(group)) {
    group_posted_ = false;
    for (const SubmittedCopy& copy : group) {
      tell(copy, Verdict::NotChecked);
    }
  }
}

bool SubmissionChecks::post(Group group) {
  return pool_.post(
      VerifyPool::Priority::Submissions, std::nullopt,
      [this, group = std::move(group)](VerifyWorker& worker) mutable {
        std::vector<crypto::SignedMessage> messages;
        messages.reserve(group.size());
        for (const SubmittedCopy& copy : group) {
          const ledger::Transaction& tx = *copy.pending->transaction;
          messages.push_back(
              {&copy.pending->key, as_bytes(tx.signing_input), tx.envelope.signature});
        }
        std::vector<bool> valid = crypto::verify_batch(messages, worker.keys());
        intake_.post([this, group = std::move(group), valid = std::move(valid)] {
          on_group(group, valid);
        });
      });
}

void SubmissionChecks::on_group(const Group& group, const std::vector<bool>& valid) {
  group_posted_ = false;
  post_group();
  for (std::size_t i = 0; i < group.size(); ++i) {
    tell(group[i], valid[i] ? Verdict::Valid : Verdict::Invalid);
  }
}

void SubmissionChecks::tell(const SubmittedCopy& copy, Verdict verdict) {
  --waiting_;
  on_checked_(copy, verdict);
}

}  // namespace vitalstream::node
