#include "consensus/lanes/held_batches.hpp"

#include <algorithm>
#include <iterator>

namespace vitalstream::consensus {
namespace {

LanePosition before(const HeldBatch& held) {
  const BatchHeader& header = held.batch.signed_header.header;
  return {header.incarnation, Sequence{header.sequence.value() - 1}, header.previous};
}

}  // namespace

LanePosition position_of(const HeldBatch& held) {
  const BatchHeader& header = held.batch.signed_header.header;
  return {header.incarnation, header.sequence, held.batch.digest};
}

HeldBatches::HeldBatches(const ValidatorSet& set, const LanePositions& final_positions) {
  for (const Validator& validator : set.validators()) {
    Lane& lane = lanes_[validator.id];
    lane.final_position = position_in(final_positions, validator.id);
    lane.tip = lane.final_position;
  }
}

bool HeldBatches::hold(HeldBatch held) {
  const BatchHeader header = held.batch.signed_header.header;
  const BatchDigest digest = held.batch.digest;
  const auto found = lanes_.find(header.lane);
  if (found == lanes_.end() || batches_.contains(digest)) {
    return false;
  }
  Lane& lane = found->second;
  const Place place{header.incarnation, header.sequence};
  auto& branches = lane.places[place];
  branches.push_back(digest);
  if (branches.size() > 1) {
    lane.conflicts.insert(place);
  }
  for (Totals* totals : {&lane.totals, &lane.by_incarnation[header.incarnation]}) {
    totals->batches += 1;
    totals->bytes += held.batch.total_bytes;
  }
  batches_.emplace(digest, std::move(held));
  const LanePosition tip = lane.tip;
  advance_tip(header.lane, lane);
  return lane.tip != tip;
}

void HeldBatches::pin(const BatchDigest& digest, Height height) {
  const auto found = batches_.find(digest);
  if (found != batches_.end()) {
    found->second.pinned = std::max(found->second.pinned, height);
  }
}

void HeldBatches::grant(const BatchDigest& digest, Grant grant) {
  const auto found = batches_.find(digest);
  if (found != batches_.end()) {
    found->second.grant = std::max(found->second.grant, grant);
  }
}

const HeldBatch* HeldBatches::find(const BatchDigest& digest) const {
  const auto found = batches_.find(digest);
  return found == batches_.end() ? nullptr : &found->second;
}

const HeldBatch* HeldBatches::successor(ValidatorId lane, const LanePosition& position) const {
  for (const BatchDigest& digest : branches(lane, position.incarnation, next(position.sequence))) {
    const HeldBatch* held = find(digest);
    if (held->batch.signed_header.header.previous == position.digest) {
      return held;
    }
  }
  return nullptr;
}

const HeldBatch* HeldBatches::newer_root(ValidatorId lane, Incarnation than) const {
  const Lane* known = lane_of(lane);
  if (known == nullptr) {
    return nullptr;
  }
  for (auto place = known->places.rbegin(); place != known->places.rend(); ++place) {
    if (place->first.first <= than) {
      return nullptr;
    }
    if (place->first.second == Sequence{1}) {
      return successor(lane, {place->first.first, Sequence{0}, BatchDigest{}});
    }
  }
  return nullptr;
}

std::vector<BatchDigest> HeldBatches::branches(ValidatorId lane, Incarnation incarnation,
                                               Sequence sequence) const {
  const Lane* known = lane_of(lane);
  if (known == nullptr) {
    return {};
  }
  const auto found = known->places.find({incarnation, sequence});
  return found == known->places.end() ? std::vector<BatchDigest>{} : found->second;
}

LanePosition HeldBatches::tip(ValidatorId lane) const {
  const Lane* known = lane_of(lane);
  return known == nullptr ? LanePosition{} : known->tip;
}

LanePosition HeldBatches::usable_tip(ValidatorId lane) const {
  const Lane* known = lane_of(lane);
  if (known == nullptr || known->conflicts.empty()) {
    return tip(lane);
  }
  const std::vector<const HeldBatch*> usable = usable_after(lane, known->final_position);
  return usable.empty() ? known->final_position : position_of(*usable.back());
}

bool HeldBatches::has_conflict(ValidatorId lane) const {
  const Lane* known = lane_of(lane);
  return known != nullptr && !known->conflicts.empty();
}

LanePosition HeldBatches::final_position(ValidatorId lane) const {
  const Lane* known = lane_of(lane);
  return known == nullptr ? LanePosition{} : known->final_position;
}

HeldBatches::Totals HeldBatches::totals(ValidatorId lane) const {
  const Lane* known = lane_of(lane);
  return known == nullptr ? Totals{} : known->totals;
}

HeldBatches::Totals HeldBatches::totals(ValidatorId lane, Incarnation incarnation) const {
  const Lane* known = lane_of(lane);
  if (known == nullptr) {
    return {};
  }
  const auto found = known->by_incarnation.find(incarnation);
  return found == known->by_incarnation.end() ? Totals{} : found->second;
}

std::vector<BatchDigest> HeldBatches::holes(ValidatorId lane) const {
  const Lane* known = lane_of(lane);
  std::vector<BatchDigest> found;
  if (known == nullptr) {
    return found;
  }
  for (const auto& [place, digests] : known->places) {
    for (const BatchDigest& digest : digests) {
      const LanePosition previous = before(*find(digest));
      if (previous.sequence != Sequence{0} && previous != known->final_position &&
          find(previous.digest) == nullptr && is_ahead(previous, known->final_position)) {
        found.push_back(previous.digest);
      }
    }
  }
  return found;
}

std::vector<const HeldBatch*> HeldBatches::usable_after(ValidatorId lane,
                                                        const LanePosition& position) const {
  std::vector<const HeldBatch*> chain;
  const Lane* known = lane_of(lane);
  if (known == nullptr) {
    return chain;
  }
  const HeldBatch* held = known->tip.incarnation > position.incarnation
                              ? newer_root(lane, position.incarnation)
                              : successor(lane, position);
  while (held != nullptr) {
    const LanePosition here = position_of(*held);
    if (known->conflicts.contains({here.incarnation, here.sequence})) {
      break;
    }
    chain.push_back(held);
    held = successor(lane, here);
  }
  return chain;
}

std::vector<BatchDigest> HeldBatches::apply_final(ValidatorId id,
                                                  std::span<const BatchRef> references) {
  const auto found = lanes_.find(id);
  if (found == lanes_.end() || references.empty() ||
      !is_ahead(position_of(references.back()), found->second.final_position)) {
    return {};
  }
  Lane& lane = found->second;
  for (const BatchRef& reference : references) {
    erase(lane, reference.digest);
  }
  lane.final_position = position_of(references.back());
  std::vector<BatchDigest> forgotten = unreachable(lane);
  for (const BatchDigest& digest : forgotten) {
    erase(lane, digest);
  }
  if (lane.tip != lane.final_position) {
    restart_tip(id, lane);
  }
  return forgotten;
}

std::vector<BatchDigest> HeldBatches::evict_before(ValidatorId id, Incarnation incarnation,
                                                   Height height) {
  std::vector<BatchDigest> evicted;
  const auto found = lanes_.find(id);
  if (found == lanes_.end()) {
    return evicted;
  }
  for (const auto& [place, digests] : found->second.places) {
    if (place.first >= incarnation) {
      break;
    }
    std::ranges::copy_if(digests, std::back_inserter(evicted),
                         [&](const BatchDigest& digest) { return find(digest)->pinned <= height; });
  }
  for (const BatchDigest& digest : evicted) {
    erase(found->second, digest);
  }
  if (!evicted.empty()) {
    restart_tip(id, found->second);
  }
  return evicted;
}

std::vector<BatchDigest> HeldBatches::evict_beyond(ValidatorId id, const Totals& most,
                                                   Height height) {
  const auto found = lanes_.find(id);
  if (found == lanes_.end() ||
      (found->second.totals.batches <= most.batches && found->second.totals.bytes <= most.bytes)) {
    return {};
  }
  std::vector<const HeldBatch*> loose;
  Totals totals;
  for (const auto& [place, digests] : found->second.places) {
    for (const BatchDigest& digest : digests) {
      const HeldBatch* held = find(digest);
      if (held->pinned <= height) {
        loose.push_back(held);
        totals.batches += 1;
        totals.bytes += held->batch.total_bytes;
      }
    }
  }
  std::ranges::stable_sort(loose, {}, &HeldBatch::since);
  std::vector<BatchDigest> evicted;
  for (const HeldBatch* held : loose) {
    if (totals.batches <= most.batches && totals.bytes <= most.bytes) {
      break;
    }
    totals.batches -= 1;
    totals.bytes -= held->batch.total_bytes;
    evicted.push_back(held->batch.digest);
  }
  for (const BatchDigest& digest : evicted) {
    erase(found->second, digest);
  }
  if (!evicted.empty()) {
    restart_tip(id, found->second);
  }
  return evicted;
}

const HeldBatches::Lane* HeldBatches::lane_of(ValidatorId lane) const {
  const auto found = lanes_.find(lane);
  return found == lanes_.end() ? nullptr : &found->second;
}

void HeldBatches::erase(Lane& lane, const BatchDigest& digest) {
  const auto found = batches_.find(digest);
  if (found == batches_.end()) {
    return;
  }
  const LanePosition position = position_of(found->second);
  const Place place{position.incarnation, position.sequence};
  auto& branches = lane.places[place];
  std::erase(branches, digest);
  if (branches.empty()) {
    lane.places.erase(place);
  }
  // What is final at this place ends the conflict: the next reference must extend it (L6).
  lane.conflicts.erase(place);
  const auto incarnation = lane.by_incarnation.find(position.incarnation);
  for (Totals* totals : {&lane.totals, &incarnation->second}) {
    totals->batches -= 1;
    totals->bytes -= found->second.batch.total_bytes;
  }
  if (incarnation->second.batches == 0) {
    lane.by_incarnation.erase(incarnation);
  }
  batches_.erase(found);
}

void HeldBatches::advance_tip(ValidatorId id, Lane& lane) {
  if (const HeldBatch* root = newer_root(id, lane.tip.incarnation)) {
    lane.tip = position_of(*root);
  }
  while (const HeldBatch* held = successor(id, lane.tip)) {
    lane.tip = position_of(*held);
  }
}

void HeldBatches::restart_tip(ValidatorId id, Lane& lane) {
  if (is_ahead(lane.tip, lane.final_position) && descends(lane.final_position, lane.tip)) {
    return;
  }
  lane.tip = lane.final_position;
  advance_tip(id, lane);
}

bool HeldBatches::descends(const LanePosition& from, const LanePosition& to) const {
  LanePosition here = to;
  while (here != from) {
    const HeldBatch* held = find(here.digest);
    if (held == nullptr) {
      return false;
    }
    here = before(*held);
    if (here.sequence == Sequence{0}) {
      return here.incarnation > from.incarnation || from.incarnation == Incarnation{0};
    }
  }
  return true;
}

std::vector<BatchDigest> HeldBatches::unreachable(const Lane& lane) const {
  const LanePosition& final_position = lane.final_position;
  std::vector<BatchDigest> dead;
  for (const auto& [place, digests] : lane.places) {
    for (const BatchDigest& digest : digests) {
      const LanePosition previous = before(*find(digest));
      const bool passed = place <= Place{final_position.incarnation, final_position.sequence};
      const bool loses = place.first == final_position.incarnation &&
                         previous.sequence == final_position.sequence &&
                         previous.digest != final_position.digest;
      const bool inherits = std::ranges::find(dead, previous.digest) != dead.end();
      if (passed || loses || inherits) {
        dead.push_back(digest);
      }
    }
  }
  return dead;
}

}  // namespace vitalstream::consensus
