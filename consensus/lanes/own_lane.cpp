#include "consensus/lanes/own_lane.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

namespace vitalstream::consensus {
namespace {

// The mean gap between arrivals follows each new one with this weight.
constexpr std::int64_t kGapWeight = 8;
// One pause does not make a loaded lane idle.
constexpr Duration kGapMax = kIdleGap * 2;

bool is_full(const HeldBatches::Totals& unreferenced) {
  return unreferenced.batches >= kLaneUnreferencedBatchesMax ||
         unreferenced.bytes >= kLaneUnreferencedBytesMax;
}

std::uint64_t bytes_of(const Submit& submit) {
  return std::uint64_t{submit.body_bytes} + submit.attachment_bytes;
}

}  // namespace

OwnLane::OwnLane(const LaneParameters& parameters, Incarnation incarnation,
                 const std::optional<LanePosition>& tip)
    : parameters_(parameters),
      tip_(tip.value_or(LanePosition{incarnation, Sequence{0}, BatchDigest{}})),
      budget_({parameters.bytes_per_second / 32 * kOwnLaneShareOf32, kOwnLaneBurst,
               kOwnLaneBurstAtStart}) {}

LanesEffect OwnLane::submit(Instant now, const Submit& submit,
                            const HeldBatches::Totals& unreferenced) {
  note_arrival(now);
  const Duration wait = budget_.until(now, bytes_of(submit));
  if (draining_ || !has_room(submit, unreferenced) || wait > Duration{}) {
    refused_busy_ += 1;
    return RefusedBusy{submit.handle, std::max(wait, kBusyRetryAfter)};
  }
  budget_.spend(now, bytes_of(submit));
  queue_.push_back({submit, now});
  body_bytes_ += submit.body_bytes;
  attachment_bytes_ += submit.attachment_bytes;
  return Admitted{submit.handle};
}

std::optional<CloseBatch> OwnLane::close(Instant now, const HeldBatches::Totals& unreferenced) {
  const auto when = due(unreferenced);
  if (!when || *when > now) {
    return std::nullopt;
  }
  CloseBatch batch{tip_.incarnation, next(tip_.sequence), tip_.digest, {}};
  std::uint64_t body = 0;
  std::uint64_t total = 0;
  while (!queue_.empty()) {
    const Submit& item = queue_.front().submit;
    const bool is_within = batch.items.size() < batch_items_max_ &&
                           body + item.body_bytes <= parameters_.close_body_bytes &&
                           total + bytes_of(item) <= kCloseBytesMax;
    if (!batch.items.empty() && !is_within) {
      break;
    }
    body += item.body_bytes;
    total += bytes_of(item);
    batch.items.push_back(item.handle);
    closing_.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  body_bytes_ -= body;
  attachment_bytes_ -= total - body;
  return batch;
}

bool OwnLane::closed(const VerifiedBatch& batch) {
  const BatchHeader& header = batch.signed_header.header;
  if (closing_.empty() || header.incarnation != tip_.incarnation ||
      header.sequence != next(tip_.sequence)) {
    return false;
  }
  tip_ = {header.incarnation, header.sequence, batch.digest};
  closed_.push_back({tip_, std::exchange(closing_, {})});
  return true;
}

std::optional<Instant> OwnLane::due(const HeldBatches::Totals& unreferenced) const {
  if (queue_.empty() || !closing_.empty() || is_full(unreferenced) || (paused_ && !draining_)) {
    return std::nullopt;
  }
  const bool one_batch_waits = body_bytes_ >= parameters_.close_body_bytes ||
                               body_bytes_ + attachment_bytes_ >= kCloseBytesMax ||
                               queue_.size() >= kBatchItemsMax;
  if (draining_ || one_batch_waits) {
    return queue_.front().since;
  }
  return queue_.front().since + delay(unreferenced);
}

std::vector<TxHandle> OwnLane::on_final(std::span<const BatchRef> references) {
  std::vector<TxHandle> done;
  for (const BatchRef& reference : references) {
    const auto batch = std::ranges::find(closed_, reference.digest,
                                         [](const Closed& one) { return one.position.digest; });
    if (batch != closed_.end()) {
      std::ranges::transform(batch->items, std::back_inserter(done),
                             [](const Item& item) { return item.submit.handle; });
      closed_.erase(batch);
      batch_items_max_ = kBatchItemsMax;
    }
  }
  return done;
}

void OwnLane::batch_again(std::span<const BatchDigest> lost) {
  for (const BatchDigest& digest : lost | std::views::reverse) {
    const auto batch =
        std::ranges::find(closed_, digest, [](const Closed& one) { return one.position.digest; });
    if (batch != closed_.end()) {
      put_back(batch->items);
      closed_.erase(batch);
    }
  }
}

bool OwnLane::is_superseded_by(const LanePosition& seen) const {
  return is_ahead(seen, tip_) || (seen.incarnation == tip_.incarnation &&
                                  seen.sequence == tip_.sequence && seen.digest != tip_.digest);
}

void OwnLane::renew(Incarnation incarnation, RenewalReason reason) {
  if (incarnation <= tip_.incarnation) {
    return;
  }
  tip_ = {incarnation, Sequence{0}, BatchDigest{}};
  Items suspect;
  if (reason == RenewalReason::Untaken && !closed_.empty()) {
    suspect = std::move(closed_.front().items);
    closed_.pop_front();
    batch_items_max_ = std::clamp<std::size_t>(suspect.size() / 2, 1, batch_items_max_);
  }
  put_back(std::exchange(closing_, {}));
  for (const Closed& batch : closed_ | std::views::reverse) {
    put_back(batch.items);
  }
  closed_.clear();
  put_last(suspect);
}

std::optional<LanePosition> OwnLane::oldest() const {
  return closed_.empty() ? std::nullopt : std::optional(closed_.front().position);
}

bool OwnLane::has_room(const Submit& submit, const HeldBatches::Totals& unreferenced) const {
  if (is_full(unreferenced) && body_bytes_ + submit.body_bytes > kQueuedBodyBytesWhenFull) {
    return false;
  }
  return queue_.size() < kQueuedItemsMax && queued_bytes() + bytes_of(submit) <= kQueuedBytesMax;
}

// Idle: none, a lone transaction is closed at once. Loaded: in proportion to the rate of arrivals.
// Behind: longer, because the number of unreferenced batches is limited and their size is not yet.
Duration OwnLane::delay(const HeldBatches::Totals& unreferenced) const {
  const std::int64_t gap = std::max(mean_gap_.value(), kBusyGap.value());
  const std::int64_t gathering =
      mean_gap_ < kIdleGap ? parameters_.close_delay_max.value() * kBusyGap.value() / gap : 0;
  const std::size_t behind =
      unreferenced.batches - std::min(unreferenced.batches, kUnhurriedBatches);
  return Duration{gathering + kCloseDelayStep.value() * static_cast<std::int64_t>(behind)};
}

void OwnLane::note_arrival(Instant now) {
  if (last_arrival_) {
    const Duration gap{std::min((now - *last_arrival_).value(), kGapMax.value())};
    mean_gap_ = Duration{mean_gap_.value() + (gap.value() - mean_gap_.value()) / kGapWeight};
  }
  last_arrival_ = now;
}

// They were admitted before everything that waits.
void OwnLane::put_back(const Items& items) {
  queue_.insert(queue_.begin(), items.begin(), items.end());
  weigh(items);
}

void OwnLane::put_last(const Items& items) {
  queue_.insert(queue_.end(), items.begin(), items.end());
  weigh(items);
}

void OwnLane::weigh(const Items& items) {
  for (const Item& item : items) {
    body_bytes_ += item.submit.body_bytes;
    attachment_bytes_ += item.submit.attachment_bytes;
  }
}

}  // namespace vitalstream::consensus
