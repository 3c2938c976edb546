#include "consensus/lanes/intake.hpp"

#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus {

Intake::Intake(const ValidatorSet& set, std::optional<ValidatorId> own_lane) : own_lane_(own_lane) {
  for (const Validator& validator : set.validators()) {
    lanes_.insert(validator.id);
  }
}

LanesEffect Intake::on_arrived(Instant now, const BatchArrived& arrived, const HeldBatches& held,
                               const Fetcher& fetcher) {
  const DropBatch drop{arrived.from, arrived.digest};
  if (is_verifying(arrived.digest) || is_invalid(arrived.digest) ||
      held.find(arrived.digest) != nullptr) {
    return drop;
  }
  const ValidatorId lane = arrived.header.header.lane;
  const auto wanted = fetcher.wanted_depth(arrived.digest);
  const bool too_large = arrived.total_bytes > kBatchBytesMax;
  const bool needless = !wanted && (!wants(arrived, held) || costs_.is_spent(now, lane));
  if (too_large || !lanes_.contains(lane) || needless ||
      !fits_sender(arrived, wanted.has_value())) {
    dropped_ += 1;
    return drop;
  }
  const VerifyDepth depth = wanted.value_or(VerifyDepth::Full);
  verifying_[arrived.digest] = {arrived.from, lane, arrived.total_bytes,
                                arrived.header.header.body_bytes, depth};
  HeldBatches::Totals& sender = by_sender_[arrived.from];
  sender.batches += 1;
  sender.bytes += arrived.total_bytes;
  return VerifyBatch{arrived.from, arrived.digest, depth};
}

void Intake::charge(Instant now, const VerifiedBatch& batch) {
  costs_.charge(now, batch.signed_header.header.lane, batch.verify_units);
}

std::optional<VerifyDepth> Intake::finish(const BatchDigest& digest) {
  const auto found = verifying_.find(digest);
  if (found == verifying_.end()) {
    return std::nullopt;
  }
  const Waiting waiting = found->second;
  HeldBatches::Totals& sender = by_sender_[waiting.from];
  sender.batches -= 1;
  sender.bytes -= waiting.bytes;
  verifying_.erase(found);
  return waiting.depth;
}

void Intake::remember_invalid(const BatchDigest& digest) {
  if (!invalid_.insert(digest).second) {
    return;
  }
  invalid_order_.push_back(digest);
  if (invalid_order_.size() > kInvalidBatchesMax) {
    invalid_.erase(invalid_order_.front());
    invalid_order_.pop_front();
  }
}

bool Intake::is_verifying(const BatchDigest& digest) const { return verifying_.contains(digest); }

std::uint64_t Intake::verifying_body_bytes(const BatchDigest& digest) const {
  const auto found = verifying_.find(digest);
  return found == verifying_.end() ? 0 : found->second.body_bytes;
}

bool Intake::is_invalid(const BatchDigest& digest) const { return invalid_.contains(digest); }

// The own lane's batches come from nobody else, unless a block asks for them.
bool Intake::wants(const BatchArrived& arrived, const HeldBatches& held) const {
  const BatchHeader& header = arrived.header.header;
  if (header.lane == own_lane_) {
    return false;
  }
  const LanePosition final_position = held.final_position(header.lane);
  const LanePosition tip = held.tip(header.lane);
  const bool superseded = header.incarnation < tip.incarnation;
  const std::uint64_t base =
      header.incarnation == final_position.incarnation ? final_position.sequence.value() : 0;
  const std::uint64_t sequence = header.sequence.value();
  if (superseded || sequence <= base || sequence - base > kLaneWindowBatches) {
    return false;
  }
  if (held.branches(header.lane, header.incarnation, header.sequence).size() >= kBranchesMax) {
    return false;
  }
  return fits_lane(arrived, held);
}

bool Intake::fits_sender(const BatchArrived& arrived, bool wanted) const {
  const auto found = by_sender_.find(arrived.from);
  if (found == by_sender_.end()) {
    return true;
  }
  const std::size_t batches = wanted ? kVerifyingBatchesMax : kVerifyingUnaskedBatchesMax;
  const std::size_t bytes = wanted ? kVerifyingBytesMax : kVerifyingUnaskedBytesMax;
  return found->second.batches < batches && found->second.bytes + arrived.total_bytes <= bytes;
}

// A full lane takes one more if that begins a newer incarnation: once verified it replaces the rest
// (HeldBatches::evict_before); until then its header may be anybody's invention.
bool Intake::fits_lane(const BatchArrived& arrived, const HeldBatches& held) const {
  const BatchHeader& header = arrived.header.header;
  HeldBatches::Totals totals = held.totals(header.lane);
  for (const auto& [digest, waiting] : verifying_) {
    if (waiting.lane == header.lane && waiting.from == arrived.from) {
      totals.batches += 1;
      totals.bytes += waiting.bytes;
    }
  }
  const bool fits =
      totals.batches < kLaneWindowBatches && totals.bytes + arrived.total_bytes <= kLaneWindowBytes;
  return fits ||
         (header.incarnation > held.tip(header.lane).incarnation && header.sequence == Sequence{1});
}

}  // namespace vitalstream::consensus
