#include "node/gateway/submission_checks.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "crypto/verify.hpp"
#include "node/gateway/limits.hpp"

namespace vitalstream::node {

void SubmissionChecks::add(SubmittedCopy copy) {
  unposted_.push_back(std::move(copy));
  ++waiting_;
  post_group();
}

// One job at a time is on its way: while it waits for a worker, what arrives joins its successor,
// so that groups grow with the load and a lone transaction is checked at once.
void SubmissionChecks::post_group() {
  if (!posted_.empty() || unposted_.empty()) {
    return;
  }
  const std::size_t count = std::min(unposted_.size(), kSubmissionGroupMax);
  const auto end = unposted_.begin() + static_cast<std::ptrdiff_t>(count);
  posted_.assign(std::make_move_iterator(unposted_.begin()), std::make_move_iterator(end));
  unposted_.erase(unposted_.begin(), end);
  const bool taken = parts_.pool.post(
      VerifyPool::Priority::Submissions, std::nullopt, [this](VerifyWorker& worker) {
        parts_.intake.post(
            [this, verdicts = judge(posted_, worker.keys())] { on_group(verdicts); });
      });
  if (!taken) {
    for (const SubmittedCopy& copy : std::exchange(posted_, {})) {
      tell(copy, {Verdict::Kind::NotChecked});
    }
  }
}

// On a thread of the pool.
std::vector<SubmissionChecks::Verdict> SubmissionChecks::judge(const Group& group,
                                                               crypto::KeyCache& keys) const {
  std::vector<ledger::TxId> ids;
  ids.reserve(group.size());
  for (const SubmittedCopy& copy : group) {
    ids.push_back(copy.pending->transaction->id);
  }
  std::vector<CommittedState> states = parts_.committed_states(ids);
  const auto is_new = [](const CommittedState& state) { return state && !*state; };
  std::vector<crypto::SignedMessage> messages;
  messages.reserve(group.size());
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (is_new(states[i])) {
      const ledger::Transaction& tx = *group[i].pending->transaction;
      messages.push_back(
          {&group[i].pending->key, as_bytes(tx.signing_input), tx.envelope.signature});
    }
  }
  const std::vector<bool> valid = crypto::verify_batch(messages, keys);
  std::vector<Verdict> verdicts;
  verdicts.reserve(group.size());
  auto next = valid.begin();
  for (CommittedState& state : states) {
    if (is_new(state)) {
      verdicts.push_back({*next++ ? Verdict::Kind::Valid : Verdict::Kind::Invalid});
    } else if (state) {
      verdicts.push_back({Verdict::Kind::Committed, std::move(**state)});
    } else {
      verdicts.push_back({.kind = Verdict::Kind::Unreadable, .reason = state.error()});
    }
  }
  return verdicts;
}

void SubmissionChecks::on_group(const std::vector<Verdict>& verdicts) {
  const Group group = std::exchange(posted_, {});
  post_group();
  for (std::size_t i = 0; i < group.size(); ++i) {
    tell(group[i], verdicts[i]);
  }
}

void SubmissionChecks::tell(const SubmittedCopy& copy, const Verdict& verdict) {
  --waiting_;
  parts_.on_checked(copy, verdict);
}

}  // namespace vitalstream::node
