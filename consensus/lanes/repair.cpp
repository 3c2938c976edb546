// The part of Lanes that time drives: closing, watermarks, and the repair of what was lost.
#include <algorithm>
#include <utility>

#include "consensus/lanes/lanes.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus {

std::optional<Instant> Lanes::next_wake() const {
  std::optional<Instant> earliest;
  const auto consider = [&](const std::optional<Instant>& when) {
    if (when && (!earliest || *when < *earliest)) {
      earliest = when;
    }
  };
  consider(watermarks_due_);
  consider(retry_due_);
  consider(fetcher_.due());
  consider(granted_.due());
  if (own_ && !own_->renewing) {
    consider(own_->batching.due(own_unreferenced()));
  }
  return earliest;
}

void Lanes::settle(Instant now, LanesEffects& effects) {
  if (own_ && !own_->renewing) {
    if (auto batch = own_->batching.close(now, own_unreferenced())) {
      effects.emplace_back(std::move(*batch));
    }
  }
  grant(now);
  send_watermarks(now, effects);
  LanesEffects requests = fetcher_.requests(now, reports_, intake_);
  std::ranges::move(requests, std::back_inserter(effects));
  if (retry_due_ && *retry_due_ <= now) {
    retry(now, effects);
    retry_due_.reset();
  }
  if (!needs_retry()) {
    retry_due_.reset();
    stalls_.clear();
  } else if (!retry_due_) {
    retry_due_ = now + options_.retry;
  }
}

// L5: budgets refill with time.
void Lanes::grant(Instant now) {
  const auto due = granted_.due();
  if (!due || *due > now) {
    return;
  }
  for (const Validator& validator : options_.set.validators()) {
    if (granted_.is_withheld(validator.id) && granted_.advance(now, validator.id, held_)) {
      note_tip(now, validator.id);
    }
  }
}

void Lanes::send_watermarks(Instant now, LanesEffects& effects) {
  if (!watermarks_due_ || *watermarks_due_ > now) {
    return;
  }
  Watermarks watermarks;
  for (const ValidatorId lane : dirty_) {
    watermarks.entries.push_back(watermark(lane));
  }
  effects.emplace_back(SendWatermarks{std::nullopt, std::move(watermarks)});
  dirty_.clear();
  watermarks_due_.reset();
}

// Lost messages are noticed by lanes that do not move: a batch or a watermark was lost, or the
// owner is dead or hides something.
void Lanes::retry(Instant now, LanesEffects& effects) {
  if (own_) {
    for (const ValidatorIndex peer : reports_.connected()) {
      if (auto lacking = own_->resend.lacking(now, peer, held_, reports_)) {
        effects.emplace_back(std::move(*lacking));
      }
    }
    renew_if_untaken(effects);
  }
  for (const Validator& validator : options_.set.validators()) {
    const ValidatorId lane = validator.id;
    const LanePosition tip = held_.tip(lane);
    Stall& stall = stalls_[lane];
    stall.ticks = stall.tip == tip ? stall.ticks + 1 : 0;
    stall.tip = tip;
    if (stall.ticks > 0 && tip != held_.final_position(lane)) {
      note_tip(now, lane);
    }
    if (stall.ticks >= kPullAfterRetries && is_reported_ahead(lane)) {
      pull(lane, stall.ticks, effects);
    }
  }
  reported_ahead_ = std::ranges::any_of(options_.set.validators(), [&](const Validator& validator) {
    return is_reported_ahead(validator.id);
  });
}

// Asks one of those who report more, each time another, for the batch before a hole, or else for
// the tip that it reports. What comes is verified in full and must lie within the lane's window.
void Lanes::pull(ValidatorId lane, std::int64_t ticks, LanesEffects& effects) const {
  const LanePosition tip = held_.tip(lane);
  std::vector<ValidatorIndex> peers;
  std::ranges::copy_if(reports_.connected(), std::back_inserter(peers), [&](ValidatorIndex peer) {
    return is_ahead(reports_.latest(peer, lane), tip);
  });
  const ValidatorIndex peer = peers[static_cast<std::size_t>(ticks) % peers.size()];
  std::vector<BatchDigest> digests = held_.holes(lane);
  const LanePosition reported = reports_.latest(peer, lane);
  if (digests.empty() && !is_held(reported.digest)) {
    digests.push_back(reported.digest);
  }
  if (digests.size() > kResendBatchesMax) {
    digests.erase(digests.begin() + kResendBatchesMax, digests.end());
  }
  if (!digests.empty()) {
    effects.emplace_back(RequestBatches{peer, {std::move(digests)}});
  }
}

bool Lanes::needs_retry() const {
  return reported_ahead_ ||
         std::ranges::any_of(options_.set.validators(), [&](const Validator& validator) {
           return held_.tip(validator.id) != held_.final_position(validator.id);
         });
}

// The own lane is ahead of nobody's knowledge, and what lies beyond the window would be refused:
// the final chain will bring it.
bool Lanes::is_reported_ahead(ValidatorId lane) const {
  if (own_ && own_->lane == lane) {
    return false;
  }
  const LanePosition tip = held_.tip(lane);
  return std::ranges::any_of(reports_.connected(), [&](ValidatorIndex peer) {
    const LanePosition reported = reports_.latest(peer, lane);
    const std::uint64_t base = reported.incarnation == tip.incarnation ? tip.sequence.value() : 0;
    return is_ahead(reported, tip) && reported.sequence.value() - base <= kLaneWindowBatches;
  });
}

void Lanes::note_tip(Instant now, ValidatorId lane) {
  if (own_ && own_->lane == lane) {
    return;  // whoever holds a batch of this lane knows that its owner holds it
  }
  dirty_.insert(lane);
  if (!watermarks_due_) {
    watermarks_due_ = now + kWatermarkDelay;
  }
}

Watermarks::Entry Lanes::watermark(ValidatorId lane) const { return {lane, granted_.of(lane)}; }

void Lanes::renew_if_superseded(const LanePosition& seen, LanesEffects& effects) {
  if (own_->renewing || !own_->batching.is_superseded_by(seen)) {
    return;
  }
  own_->renewing = RenewalReason::Superseded;
  effects.emplace_back(RenewIncarnation{seen.incarnation, RenewalReason::Superseded});
}

// A batch that no honest peer takes is in the way of everything behind it, whatever the cause.
void Lanes::renew_if_untaken(LanesEffects& effects) {
  const auto oldest = own_->batching.oldest();
  if (!oldest || oldest != own_->oldest || !is_untaken(*oldest)) {
    own_->oldest = oldest;
    own_->untaken = 0;
    return;
  }
  own_->untaken += 1;
  if (own_->renewing || own_->untaken < own_->patience) {
    return;
  }
  own_->untaken = 0;
  own_->patience = std::min(2 * own_->patience, kUntakenRetriesMax * kUntakenPatienceMax);
  own_->renewals += 1;
  own_->renewing = RenewalReason::Untaken;
  effects.emplace_back(RenewIncarnation{own_->batching.tip().incarnation, RenewalReason::Untaken});
}

// At least one honest peer that is connected does not say that it has it, and those who say so may
// all be liars.
bool Lanes::is_untaken(const LanePosition& position) const {
  const std::size_t taken = reports_.reporting(own_->lane, position).size();
  const std::size_t faulty = options_.set.faulty_max();
  return taken <= faulty && reports_.connected().size() - taken > faulty;
}

void Lanes::own_became_final(const std::vector<BatchRef>& references,
                             const std::vector<BatchDigest>& dead, LanesEffects& effects) {
  std::vector<TxHandle> done = own_->batching.on_final(references);
  if (!done.empty()) {
    own_->patience = kUntakenRetriesMax;
    effects.emplace_back(ForgetTransactions{std::move(done)});
  }
  own_->batching.batch_again(dead);
}

HeldBatches::Totals Lanes::own_unreferenced() const {
  return own_ ? held_.totals(own_->lane, own_->batching.tip().incarnation) : HeldBatches::Totals{};
}

}  // namespace vitalstream::consensus
