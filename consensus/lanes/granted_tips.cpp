#include "consensus/lanes/granted_tips.hpp"

#include <algorithm>

#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus {
namespace {

const HeldBatch* after(const HeldBatches& held, ValidatorId lane, const LanePosition& position) {
  return held.tip(lane).incarnation > position.incarnation
             ? held.newer_root(lane, position.incarnation)
             : held.successor(lane, position);
}

}  // namespace

GrantedTips::GrantedTips(const LanesOptions& options, const HeldBatches& held) {
  const LaneBudget::Terms terms{options.lane.bytes_per_second, kLaneBurst, kLaneBurst};
  for (const Validator& validator : options.set.validators()) {
    lanes_.emplace(validator.id, Lane{LaneBudget(terms), held.final_position(validator.id), {}});
  }
}

bool GrantedTips::advance(Instant now, ValidatorId id, HeldBatches& held) {
  Lane& lane = lanes_.at(id);
  const LanePosition before = lane.granted;
  lane.due.reset();
  while (const HeldBatch* next = after(held, id, lane.granted)) {
    if (next->grant == Grant::Withheld) {
      const std::uint64_t bytes = next->batch.total_bytes;
      const Duration wait = lane.budget.until(now, bytes);
      if (wait > Duration{}) {
        lane.due = now + wait;
        break;
      }
      lane.budget.spend(now, bytes);
      held.grant(next->batch.digest, Grant::Paid);
    }
    lane.granted = position_of(*next);
  }
  return lane.granted != before;
}

void GrantedTips::on_final(Instant now, ValidatorId id, HeldBatches& held) {
  Lane& lane = lanes_.at(id);
  const bool is_passed = !is_ahead(lane.granted, held.final_position(id));
  if (is_passed || held.find(lane.granted.digest) == nullptr) {
    lane.granted = held.final_position(id);
  }
  advance(now, id, held);
}

// What was granted once costs nothing again.
void GrantedTips::restart(Instant now, ValidatorId id, HeldBatches& held) {
  lanes_.at(id).granted = held.final_position(id);
  advance(now, id, held);
}

void GrantedTips::charge(Instant now, const HeldBatch& final_batch) {
  const auto lane = lanes_.find(final_batch.batch.signed_header.header.lane);
  if (lane != lanes_.end() && final_batch.grant != Grant::Paid) {
    lane->second.budget.spend(now, final_batch.batch.total_bytes);
  }
}

LanePosition GrantedTips::of(ValidatorId lane) const { return lanes_.at(lane).granted; }

std::optional<Instant> GrantedTips::due() const {
  std::optional<Instant> earliest;
  for (const auto& [id, lane] : lanes_) {
    if (lane.due && (!earliest || *lane.due < *earliest)) {
      earliest = lane.due;
    }
  }
  return earliest;
}

bool GrantedTips::is_withheld(ValidatorId lane) const { return lanes_.at(lane).due.has_value(); }

}  // namespace vitalstream::consensus
