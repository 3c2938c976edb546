#include "consensus/lanes/lanes.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/assert.hpp"
#include "consensus/lanes/limits.hpp"
#include "consensus/lanes/selection.hpp"

namespace vitalstream::consensus {
namespace {

// Until it is delivered: of a final block, or vouched for before a restart by who knows which vote.
constexpr Height kPinnedForEver{std::numeric_limits<std::uint64_t>::max()};

std::optional<ValidatorId> own_lane(const LanesOptions& options) {
  if (!options.self) {
    return std::nullopt;
  }
  return options.set.at(*options.self).id;
}

}  // namespace

Lanes::Lanes(LanesOptions options, LanesStart start)
    : options_(std::move(options)),
      held_(options_.set, start.positions),
      granted_(options_, held_),
      delivered_(start.height),
      intake_(options_.set, own_lane(options_)),
      fetcher_(options_.retry, options_.set.faulty_max()) {
  for (VerifiedBatch& batch : start.stored) {
    held_.hold({std::move(batch), VerifyDepth::Full, Instant{}, kPinnedForEver, Grant::Paid});
  }
  for (const Validator& validator : options_.set.validators()) {
    granted_.advance(Instant{}, validator.id, held_);
  }
  if (const auto lane = own_lane(options_)) {
    own_.emplace(Own{*lane, OwnLane(options_.lane, start.own_incarnation, start.own_tip),
                     Resend(*lane, options_.retry)});
  }
}

Lanes::Step Lanes::step(Instant now, const LanesInput& input) {
  Step step;
  std::visit([&](const auto& one) { on(now, one, step); }, input);
  settle(now, step.effects);
  return step;
}

LanesEffects Lanes::wake(Instant now) {
  LanesEffects effects;
  settle(now, effects);
  return effects;
}

LanesEffects Lanes::on_connected(Instant now, ValidatorIndex peer) {
  reports_.on_connected(peer);
  Watermarks all;
  for (const Validator& validator : options_.set.validators()) {
    all.entries.push_back(watermark(validator.id));
  }
  LanesEffects effects{SendWatermarks{peer, std::move(all)}};
  if (own_) {
    own_->resend.on_connected(now, peer);
  }
  settle(now, effects);
  return effects;
}

void Lanes::on_disconnected(ValidatorIndex peer) {
  reports_.on_disconnected(peer);
  if (own_) {
    own_->resend.on_disconnected(peer);
  }
}

LanesEffects Lanes::on_delivered(Instant now, Height height,
                                 const std::vector<BatchRef>& references) {
  LanesEffects effects;
  ForgetBatches forgotten;
  std::map<ValidatorId, std::vector<BatchRef>> by_lane;
  for (const BatchRef& reference : references) {
    by_lane[reference.lane].push_back(reference);
  }
  for (const auto& [lane, chain] : by_lane) {
    VS_ASSERT(held_.has_lane(lane));  // a rule of validity (L4)
    const LanePosition tip = held_.tip(lane);
    for (const BatchRef& reference : chain) {
      if (const HeldBatch* held = held_.find(reference.digest)) {
        granted_.charge(now, *held);
      }
    }
    const std::vector<BatchDigest> dead = held_.apply_final(lane, chain);
    forgotten.digests.insert(forgotten.digests.end(), dead.begin(), dead.end());
    granted_.on_final(now, lane, held_);
    if (held_.tip(lane) != tip) {
      note_tip(now, lane);
    }
    reports_.on_grown(lane, held_);
    if (own_ && own_->lane == lane) {
      own_became_final(chain, dead, effects);
    }
  }
  delivered_ = height;
  fetcher_.on_delivered(height, held_);
  if (!forgotten.digests.empty()) {
    effects.emplace_back(std::move(forgotten));
  }
  if (own_ && by_lane.contains(own_->lane)) {
    renew_if_superseded(held_.final_position(own_->lane), effects);
  }
  settle(now, effects);
  return effects;
}

void Lanes::want(Instant now, const WantedBatch& wanted) {
  if (!is_held(wanted.reference.digest)) {
    fetcher_.want(now, wanted, delivered_);
  } else if (wanted.depth == VerifyDepth::Digest) {
    held_.pin(wanted.reference.digest, kPinnedForEver);
  }
}

void Lanes::pin(const std::vector<BatchRef>& references, Height height) {
  for (const BatchRef& reference : references) {
    held_.pin(reference.digest, height);
    held_.grant(reference.digest, Grant::Overridden);
  }
}

void Lanes::drain() {
  if (own_) {
    own_->batching.drain();
  }
}

PayloadSelection Lanes::select(const LanePositions& parent, Height height) const {
  return select_references(options_, held_, reports_, parent, height);
}

Examination Lanes::examine(const LanePositions& parent, Height height,
                           const std::vector<BatchRef>& references) const {
  return examine_references(options_.set, held_, intake_, {parent, height, references});
}

const std::vector<Hash32>* Lanes::leaves(const BatchDigest& batch) const {
  const HeldBatch* held = held_.find(batch);
  return held == nullptr ? nullptr : &held->batch.leaves;
}

bool Lanes::has_work(const LanePositions& positions) const {
  return std::ranges::any_of(options_.set.validators(), [&](const Validator& validator) {
    const LanePosition position = position_in(positions, validator.id);
    return is_ahead(granted_.of(validator.id), position) &&
           is_ahead(held_.usable_tip(validator.id), position);
  });
}

bool Lanes::is_held(const BatchDigest& batch) const { return held_.find(batch) != nullptr; }

LanesStatus Lanes::status() const {
  LanesStatus status;
  for (const Validator& validator : options_.set.validators()) {
    const HeldBatches::Totals totals = held_.totals(validator.id);
    status.lanes.push_back({validator.id, held_.final_position(validator.id),
                            held_.tip(validator.id), totals.batches, totals.bytes,
                            granted_.is_withheld(validator.id), held_.has_conflict(validator.id)});
  }
  if (own_) {
    status.own_tip = own_->batching.tip();
    status.own_untaken_retries = own_->untaken;
    status.own_renewals = own_->renewals;
    status.queued_items = own_->batching.queued_items();
    status.queued_bytes = own_->batching.queued_bytes();
    status.refused_busy = own_->batching.refused_busy();
  }
  status.wanted = fetcher_.wanted();
  status.verifying = intake_.verifying();
  status.dropped = intake_.dropped();
  status.drained = is_drained();
  return status;
}

bool Lanes::is_drained() const {
  return !own_ || (own_->batching.is_draining() && own_->batching.is_empty() &&
                   held_.totals(own_->lane).batches == 0);
}

void Lanes::on(Instant now, const Submit& submit, Step& step) {
  if (own_) {
    step.effects.push_back(own_->batching.submit(now, submit, own_unreferenced()));
  } else {
    step.effects.emplace_back(RefusedBusy{submit.handle, kBusyRetryAfter});
  }
}

void Lanes::on(Instant now, const OwnBatchClosed& closed, Step& step) {
  if (!own_ || !own_->batching.closed(closed.batch)) {
    step.effects.emplace_back(ForgetBatches{{closed.batch.digest}});
    return;
  }
  step.effects.emplace_back(BroadcastBatch{closed.batch.digest});
  hold(now, closed.batch, VerifyDepth::Full, step.effects);
  step.payload_changed = true;
}

// A peer that sends again what is held has not heard of it: it is told.
void Lanes::on(Instant now, const BatchArrived& arrived, Step& step) {
  const bool again = is_held(arrived.digest);
  step.effects.push_back(intake_.on_arrived(now, arrived, held_, fetcher_));
  if (again) {
    step.effects.emplace_back(
        SendWatermarks{arrived.from, {{watermark(arrived.header.header.lane)}}});
  }
}

void Lanes::on(Instant now, const BatchVerified& verified, Step& step) {
  const auto depth = intake_.finish(verified.batch.digest);
  if (depth == VerifyDepth::Full) {
    intake_.charge(now, verified.batch);
  }
  if (!depth || is_held(verified.batch.digest)) {
    return;
  }
  const BatchHeader& header = verified.batch.signed_header.header;
  const LanePosition position{header.incarnation, header.sequence, verified.batch.digest};
  // The lane went past it while it was being verified, on another branch: a final batch is held
  // when it is delivered, and this one was not.
  if (!is_ahead(position, held_.final_position(header.lane))) {
    step.effects.emplace_back(ForgetBatches{{verified.batch.digest}});
    return;
  }
  hold(now, verified.batch, *depth, step.effects);
  step.payload_changed = true;
}

void Lanes::on(Instant, const BatchInvalid& invalid, Step& step) {
  const auto depth = intake_.finish(invalid.digest);
  // An honest owner has what it has closed; anybody else may have lost it, or never had it.
  const bool is_owner = options_.set.index_of(invalid.header.header.lane) == invalid.from;
  if (!depth || (invalid.lacks_content && !is_owner)) {
    return;
  }
  if (invalid.owner_signed && *depth == VerifyDepth::Full) {
    intake_.remember_invalid(invalid.digest);
    fetcher_.got(invalid.digest);
    step.effects.emplace_back(ReportEvidence{InvalidBatch{invalid.header}});
    // Whose lane it is, or not: nobody honest passes on what it has not verified.
    step.effects.emplace_back(CutPeer{invalid.from, "sent a batch with an invalid item"});
    step.payload_changed = true;
    return;
  }
  fetcher_.failed(invalid.digest);
  step.effects.emplace_back(
      CutPeer{invalid.from, "sent a batch that its header does not describe"});
}

void Lanes::on(Instant now, const WatermarksArrived& arrived, Step& step) {
  if (!reports_.on_watermarks(arrived.from, arrived.watermarks, held_)) {
    return;
  }
  for (const Watermarks::Entry& entry : arrived.watermarks.entries) {
    reported_ahead_ = reported_ahead_ || is_ahead(entry.position, held_.tip(entry.lane));
  }
  if (!own_) {
    return;
  }
  const bool names_own = std::ranges::any_of(
      arrived.watermarks.entries, [&](const auto& entry) { return entry.lane == own_->lane; });
  if (!names_own) {
    return;
  }
  if (auto lacking = own_->resend.lacking(now, arrived.from, held_, reports_)) {
    step.effects.emplace_back(std::move(*lacking));
  }
  // f+1 reports contain an honest one; a lone liar cannot make this validator run through numbers.
  renew_if_superseded(reports_.reported_by(options_.set.faulty_max() + 1, own_->lane),
                      step.effects);
}

void Lanes::on(Instant now, const BatchesRequested& requested, Step& step) {
  if (now >= answers_since_ + options_.retry) {
    answered_.clear();
    answers_since_ = now;
  }
  std::size_t& answered = answered_[requested.from];
  std::vector<BatchDigest> digests = requested.request.digests;
  digests.resize(std::min({digests.size(), kRequestedBatchesMax,
                           kAnswersPerRetryMax - std::min(answered, kAnswersPerRetryMax)}));
  answered += digests.size();
  if (!digests.empty()) {
    step.effects.emplace_back(SendBatches{requested.from, std::move(digests)});
  }
}

void Lanes::on(Instant, const IncarnationRenewed& renewed, Step&) {
  if (own_) {
    own_->batching.renew(renewed.incarnation, own_->renewing.value_or(RenewalReason::Superseded));
    own_->renewing.reset();
  }
}

void Lanes::on(Instant, const ClosingPaused& closing, Step&) {
  if (own_) {
    own_->batching.pause(closing.paused);
  }
}

void Lanes::hold(Instant now, const VerifiedBatch& batch, VerifyDepth depth,
                 LanesEffects& effects) {
  const BatchHeader& header = batch.signed_header.header;
  const HeldBatches::Totals totals = held_.totals(header.lane);
  const bool is_full = totals.batches >= kLaneWindowBatches || totals.bytes >= kLaneWindowBytes;
  const Height pinned = depth == VerifyDepth::Digest ? kPinnedForEver : Height{};
  // Nobody else asks what the own lane costs, and what is final costs nothing here.
  const bool is_free = (own_ && own_->lane == header.lane) || depth == VerifyDepth::Digest;
  const Grant grant = is_free ? Grant::Paid : Grant::Withheld;
  const bool moved = held_.hold({batch, depth, now, pinned, grant});
  fetcher_.got(batch.digest);
  report_conflict(batch, effects);
  std::vector<BatchDigest> evicted;
  if (is_full) {
    evicted = held_.evict_before(header.lane, header.incarnation, delivered_);
  }
  std::ranges::move(held_.evict_beyond(header.lane, {kLaneHeldBatches, kLaneHeldBytes}, delivered_),
                    std::back_inserter(evicted));
  if (evicted.empty()) {
    granted_.advance(now, header.lane, held_);
  } else {
    granted_.restart(now, header.lane, held_);
    effects.emplace_back(ForgetBatches{std::move(evicted)});
  }
  if (moved) {
    note_tip(now, header.lane);
    reports_.on_grown(header.lane, held_);
  }
}

// L6. Only fully verified headers prove anything; the second of them is when it is told.
void Lanes::report_conflict(const VerifiedBatch& batch, LanesEffects& effects) const {
  const BatchHeader& header = batch.signed_header.header;
  const auto branches = held_.branches(header.lane, header.incarnation, header.sequence);
  if (branches.size() != kBranchesMax) {
    return;
  }
  const HeldBatch* first = held_.find(branches.front());
  const HeldBatch* second = held_.find(branches.back());
  if (first->depth == VerifyDepth::Full && second->depth == VerifyDepth::Full) {
    effects.emplace_back(ReportEvidence{
        ConflictingBatches{first->batch.signed_header, second->batch.signed_header}});
  }
}

}  // namespace vitalstream::consensus
