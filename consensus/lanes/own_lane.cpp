#include "consensus/lanes/own_lane.hpp"

#include <algorithm>
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

}  // namespace

OwnLane::OwnLane(Incarnation incarnation, const std::optional<LanePosition>& tip)
    : tip_(tip.value_or(LanePosition{incarnation, Sequence{0}, BatchDigest{}})) {
}

LanesEffect OwnLane::submit(Instant now, const Submit& submit,
                            const HeldBatches::Totals& unreferenced) {
  note_arrival(now);
  if (draining_ || !has_room(submit, unreferenced)) {
    refused_busy_ += 1;
    return RefusedBusy{submit.handle, kBusyRetryAfter};
  }
  queue_.push_back({submit, now});
  body_bytes_ += submit.body_bytes;
  attachment_bytes_ += submit.attachment_bytes;
  return Admitted{submit.handle};
}

std::optional<SealBatch> OwnLane::seal(Instant now, const HeldBatches::Totals& unreferenced) {
  const auto when = due(unreferenced);
  if (!when || *when > now) {
    return std::nullopt;
  }
  SealBatch batch{tip_.incarnation, next(tip_.sequence), tip_.digest, {}};
  std::size_t body = 0;
  std::size_t total = 0;
  while (!queue_.empty() && batch.items.size() < kBatchItemsMax) {
    const Submit& item = queue_.front().submit;
    const std::size_t item_total = std::size_t{item.body_bytes} + item.attachment_bytes;
    if (!batch.items.empty() &&
        (body + item.body_bytes > kSealBodyBytes || total + item_total > kBatchBytesMax)) {
      break;
    }
    body += item.body_bytes;
    total += item_total;
    body_bytes_ -= item.body_bytes;
    attachment_bytes_ -= item.attachment_bytes;
    batch.items.push_back(item.handle);
    queue_.pop_front();
  }
  sealing_ = batch.items;
  return batch;
}

bool OwnLane::sealed(const VerifiedBatch& batch) {
  const BatchHeader& header = batch.signed_header.header;
  if (sealing_.empty() || header.incarnation != tip_.incarnation ||
      header.sequence != next(tip_.sequence)) {
    return false;
  }
  sealing_.clear();
  tip_ = {header.incarnation, header.sequence, batch.digest};
  return true;
}

std::optional<Instant> OwnLane::due(const HeldBatches::Totals& unreferenced) const {
  if (queue_.empty() || !sealing_.empty() || is_full(unreferenced)) {
    return std::nullopt;
  }
  const bool one_batch_waits = body_bytes_ >= kSealBodyBytes ||
                               body_bytes_ + attachment_bytes_ >= kBatchBytesMax ||
                               queue_.size() >= kBatchItemsMax;
  if (draining_ || one_batch_waits) {
    return queue_.front().since;
  }
  return queue_.front().since + delay(unreferenced);
}

bool OwnLane::is_superseded_by(const LanePosition& seen) const {
  return is_ahead(seen, tip_) || (seen.incarnation == tip_.incarnation &&
                                  seen.sequence == tip_.sequence && seen.digest != tip_.digest);
}

std::vector<TxHandle> OwnLane::renew(Incarnation incarnation) {
  if (incarnation <= tip_.incarnation) {
    return {};
  }
  tip_ = {incarnation, Sequence{0}, BatchDigest{}};
  return std::exchange(sealing_, {});
}

bool OwnLane::has_room(const Submit& submit, const HeldBatches::Totals& unreferenced) const {
  if (is_full(unreferenced) && body_bytes_ + submit.body_bytes > kQueuedBodyBytesWhenFull) {
    return false;
  }
  const std::uint64_t item = std::uint64_t{submit.body_bytes} + submit.attachment_bytes;
  return queue_.size() < kQueuedItemsMax && queued_bytes() + item <= kQueuedBytesMax;
}

// Idle: none, a lone transaction is sealed at once. Loaded: in proportion to the rate of arrivals.
// Behind: longer, because the number of unreferenced batches is limited and their size is not yet.
Duration OwnLane::delay(const HeldBatches::Totals& unreferenced) const {
  const std::int64_t gap = std::max(mean_gap_.value(), kBusyGap.value());
  const std::int64_t gathering =
      mean_gap_ < kIdleGap ? kSealDelayMax.value() * kBusyGap.value() / gap : 0;
  const std::size_t behind =
      unreferenced.batches - std::min(unreferenced.batches, kUnhurriedBatches);
  return Duration{gathering + kSealDelayStep.value() * static_cast<std::int64_t>(behind)};
}

void OwnLane::note_arrival(Instant now) {
  if (last_arrival_) {
    const Duration gap{std::min((now - *last_arrival_).value(), kGapMax.value())};
    mean_gap_ = Duration{mean_gap_.value() + (gap.value() - mean_gap_.value()) / kGapWeight};
  }
  last_arrival_ = now;
}

}  // namespace vitalstream::consensus
