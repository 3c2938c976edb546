#include "node/gateway/submissions.hpp"

#include <algorithm>
#include <utility>

#include "node/gateway/answers.hpp"
#include "node/gateway/limits.hpp"
#include "node/ground/wall_clock.hpp"

namespace vitalstream::node {
namespace {

using net::RpcCause;
using net::RpcError;

// A transaction may still be ordered until its expiry by block time; then it is forgotten here.
constexpr std::int64_t kForgetAfterExpiryMs = 10'000;
net::RpcTxId wire_id(const ledger::TxId& id) { return net::RpcTxId{id.value()}; }

bool is_reached(net::SubmitMode mode, net::TxStage stage) {
  switch (mode) {
    case net::SubmitMode::Accepted:
      return true;
    case net::SubmitMode::Ordered:
      return stage != net::TxStage::Accepted;
    case net::SubmitMode::Committed:
      return stage == net::TxStage::Committed;
  }
  return false;
}

RpcError busy(std::uint32_t retry_after_ms) {
  return {.cause = RpcCause::Busy, .retry_after_ms = retry_after_ms};
}

// What the member's quota is charged with.
std::size_t submitted_bytes(const ledger::Transaction& transaction,
                            const std::vector<net::SubmittedAttachment>& attachments) {
  std::size_t bytes = transaction.compact.size();
  for (const net::SubmittedAttachment& attachment : attachments) {
    bytes += attachment.content.size();
  }
  return bytes;
}

}  // namespace

Submissions::Submissions(Parts parts)
    : parts_(std::move(parts)),
      checks_({parts_.intake, parts_.pool, parts_.committed_states,
               [this](const SubmittedCopy& copy, const SubmissionChecks::Verdict& verdict) {
                 on_checked(copy, verdict);
               }}),
      quotas_(parts_.quotas) {}

void Submissions::submit(net::TxSubmission submission, net::Reply<net::TxSubmitted> reply) {
  if (closed_) {
    refuse(reply, {.cause = RpcCause::ShuttingDown});
    return;
  }
  auto parsed = ledger::OwnedTransaction::parse(std::move(submission.tx));
  if (!parsed) {
    refuse(reply, explain(parsed.error()));
    return;
  }
  const ledger::TxId id = (*parsed)->id;
  Waiter waiter{kCheckedCopy, submission.mode, submission.receipt,
                read_clock().now + milliseconds(submission.timeout_ms), std::move(reply)};
  if (const auto known = entries_.find(id); known != entries_.end() && known->second.valid) {
    join(known->second, std::move(waiter));
    return;
  }
  const std::size_t bytes = submitted_bytes(**parsed, submission.attachments);
  if (const auto error = reason_against(**parsed, submission.origin, bytes)) {
    refuse_unless_committed(id, *error, std::move(waiter));
    return;
  }
  auto attachments = admit_attachments(**parsed, std::move(submission.attachments));
  if (!attachments) {
    refuse_unless_committed(id, attachments.error(), std::move(waiter));
    return;
  }
  const ledger::Member* member = parts_.rules.members->find((*parsed)->key_id);
  check(make_pending(std::move(*parsed), member->key, std::move(*attachments)), submission.origin,
        std::move(waiter));
}

void Submissions::refuse(net::Reply<net::TxSubmitted>& reply, const RpcError& error) const {
  parts_.on_refused(error.cause);
  reply.refuse(error);
}

std::optional<RpcError> Submissions::reason_against(const ledger::Transaction& transaction,
                                                    const net::RpcOrigin& sender,
                                                    std::size_t bytes) const {
  if (entries_.size() + checks_.waiting() >= kWaitersMax) {
    return busy(kRetryAfterMsBusy);
  }
  if (parts_.is_disk_low()) {
    return RpcError{.cause = RpcCause::DiskSpaceLow};
  }
  const consensus::Clock clock = read_clock();
  if (auto broken = refuse_early(parts_.rules, transaction, parts_.time())) {
    return broken;
  }
  if (const Duration wait = quotas_.wait_of_sender(sender, clock.now); wait != Duration{}) {
    return over_quota(wait, "too many signatures from here do not verify");
  }
  const Duration wait = quotas_.wait_of_member(transaction.key_id, bytes, clock.now);
  return wait == Duration{} ? std::nullopt
                            : std::optional(over_quota(wait, "more than this member may submit"));
}

void Submissions::join(Entry& entry, Waiter waiter) {
  if (is_reached(waiter.mode, entry.state.stage) && entry.handle == consensus::TxHandle{}) {
    waiter.reply.send({entry.state, std::nullopt});
    return;
  }
  entry.waiters.push_back(std::move(waiter));
}

void Submissions::check(std::shared_ptr<const PendingTx> pending, const net::RpcOrigin& sender,
                        Waiter waiter) {
  waiter.copy = next_copy_++;
  Entry& entry = entry_of(*pending->transaction);
  const CopyNumber number = waiter.copy;
  entry.waiters.push_back(std::move(waiter));
  ++entry.checks;
  update_load();
  checks_.add({number, std::move(pending), sender});
}

// The one that is there, or a new one for the copy that was numbered last.
Submissions::Entry& Submissions::entry_of(const ledger::Transaction& transaction) {
  const auto [found, is_new] = entries_.try_emplace(transaction.id);
  Entry& entry = found->second;
  if (is_new) {
    entry.handle = consensus::TxHandle{next_handle_++};
    entry.state.tx_id = wire_id(transaction.id);
    entry.expires = UnixMs{transaction.exp.value() * 1000 + kForgetAfterExpiryMs};
    entry.first_copy = next_copy_ - 1;
    handles_.emplace(entry.handle, transaction.id);
  }
  return entry;
}

void Submissions::on_checked(const SubmittedCopy& copy, const SubmissionChecks::Verdict& verdict) {
  using enum SubmissionChecks::Verdict::Kind;
  if (verdict.kind == Invalid) {
    quotas_.charge_failed_check(copy.sender, read_clock().now);
  }
  const auto found = entries_.find(copy.pending->transaction->id);
  if (found == entries_.end() || copy.number < found->second.first_copy) {
    return;  // forgotten meanwhile
  }
  Entry& entry = found->second;
  --entry.checks;
  switch (verdict.kind) {
    case Invalid:
      refuse_copy(found, copy.number, {.cause = RpcCause::BadSignature});
      break;
    case NotChecked:
      refuse_copy(found, copy.number, busy(kRetryAfterMsBusy));
      break;
    case Unreadable:
      refuse_copy(found, copy.number, verdict.reason);
      break;
    case Committed:
      answer_copy(found, copy.number, verdict.state);
      break;
    case Valid:
      on_valid(entry, copy);
      break;
  }
  update_load();
}

void Submissions::on_valid(Entry& entry, const SubmittedCopy& copy) {
  if (std::exchange(entry.valid, true)) {
    return;  // not a second time, and not what another validator's lane has brought meanwhile
  }
  const PendingTx& pending = *copy.pending;
  quotas_.charge_member(pending.transaction->key_id, pending.body_bytes + pending.attachment_bytes,
                        read_clock().now);
  parts_.to_lane(entry.handle, copy.pending);
}

// Who sent other bytes waits on.
void Submissions::refuse_copy(Entries::iterator entry, CopyNumber copy, const RpcError& error) {
  std::vector<Waiter>& waiters = entry->second.waiters;
  for (Waiter& waiter : waiters) {
    if (waiter.copy == copy) {
      refuse(waiter.reply, error);
    }
  }
  end_copy(entry);
}

// Nobody waiting for anything known to be good, the entry goes.
void Submissions::end_copy(Entries::iterator entry) {
  std::erase_if(entry->second.waiters, [](const Waiter& waiter) { return !waiter.reply; });
  if (!entry->second.valid && entry->second.checks == 0) {
    drop(entry, {.cause = RpcCause::InternalError});
  }
}

std::optional<net::TxState> Submissions::state_of(const ledger::TxId& id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() ? std::nullopt : std::optional(found->second.state);
}

void Submissions::admitted(consensus::TxHandle handle) {
  parts_.intake.post([this, handle] { on_admitted(handle); });
}

void Submissions::refused_busy(consensus::TxHandle handle, Duration retry_after) {
  parts_.intake.post([this, handle, retry_after] { on_refused_busy(handle, retry_after); });
}

void Submissions::on_admitted(consensus::TxHandle handle) {
  const auto id = handles_.find(handle);
  if (id == handles_.end()) {
    return;
  }
  const auto entry = entries_.find(id->second);
  handles_.erase(id);
  if (entry != entries_.end()) {
    // From here on the transaction is in the lane; the handle has done its duty.
    entry->second.handle = consensus::TxHandle{};
    answer(entry->second, entry->second.state.stage);
  }
}

void Submissions::on_refused_busy(consensus::TxHandle handle, Duration retry_after) {
  const auto id = handles_.find(handle);
  if (id == handles_.end()) {
    return;
  }
  const auto entry = entries_.find(id->second);
  if (entry != entries_.end()) {
    drop(entry, busy(static_cast<std::uint32_t>(retry_after.value() / 1000)));
  } else {
    handles_.erase(id);
  }
}

void Submissions::drop(Entries::iterator entry, const RpcError& error) {
  if (entry == entries_.end()) {
    return;
  }
  for (Waiter& waiter : entry->second.waiters) {
    refuse(waiter.reply, error);
  }
  handles_.erase(entry->second.handle);
  entries_.erase(entry);
  update_load();
}

void Submissions::on_ordered(const OrderedBlock& block) {
  for (const OrderedTx& tx : block.transactions) {
    const auto found = entries_.find(tx.id);
    if (found == entries_.end() || found->second.state.stage != net::TxStage::Accepted) {
      continue;
    }
    Entry& entry = found->second;
    handles_.erase(entry.handle);
    entry.handle = consensus::TxHandle{};
    entry.valid = true;
    entry.state.stage = net::TxStage::Ordered;
    entry.state.height = block.height;
    entry.state.index = tx.leaf.value();
    answer(entry, net::TxStage::Ordered);
  }
}

void Submissions::on_committed(const CommittedBlock& block) {
  std::size_t own = 0;
  for (std::size_t i = 0; i < block.transactions.size(); ++i) {
    const auto found = entries_.find(block.transactions[i].id);
    if (found == entries_.end() || found->second.state.height != block.height ||
        found->second.state.index != block.transactions[i].leaf.value()) {
      continue;
    }
    Entry& entry = found->second;
    entry.state.stage = net::TxStage::Committed;
    entry.state.result = outcome_of(block.results[i]);
    answer(entry, net::TxStage::Committed);
    entries_.erase(found);
    ++own;
  }
  rate_.on_committed(own, read_clock().now);
  update_load();
}

void Submissions::answer(Entry& entry, net::TxStage stage) {
  for (Waiter& waiter : entry.waiters) {
    if (!is_reached(waiter.mode, stage)) {
      continue;
    }
    if (waiter.receipt) {
      parts_.receipts.await({entry.state, waiter.deadline, std::move(waiter.reply)});
    } else {
      waiter.reply.send({entry.state, std::nullopt});
    }
  }
  std::erase_if(entry.waiters, [](const Waiter& waiter) { return !waiter.reply; });
}

void Submissions::on_tick() {
  const consensus::Clock clock = read_clock();
  const UnixMs reached = parts_.time().reached;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    expire_waiters(entry->second, clock.now);
    const bool forget = entry->second.expires < reached && entry->second.waiters.empty();
    if (forget) {
      handles_.erase(entry->second.handle);
    }
    entry = forget ? entries_.erase(entry) : std::next(entry);
  }
  rate_.on_committed(0, clock.now);
  update_load();
}

void Submissions::expire_waiters(Entry& entry, Instant now) {
  for (Waiter& waiter : entry.waiters) {
    if (waiter.deadline <= now) {
      waiter.reply.refuse({.cause = RpcCause::Timeout, .tx_id = entry.state.tx_id});
    }
  }
  std::erase_if(entry.waiters, [](const Waiter& waiter) { return !waiter.reply; });
}

void Submissions::close() { closed_ = true; }

void Submissions::update_load() {
  const std::size_t under_way = entries_.size();
  waiting_.store(under_way, std::memory_order_relaxed);
  const bool full = under_way >= rate_.under_way_max();
  busy_for_ms_.store(full ? kRetryAfterMsBusy : 0, std::memory_order_relaxed);
}

std::uint32_t Submissions::busy_for_ms() const noexcept {
  return busy_for_ms_.load(std::memory_order_relaxed);
}

std::size_t Submissions::waiting() const noexcept {
  return waiting_.load(std::memory_order_relaxed);
}

}  // namespace vitalstream::node
