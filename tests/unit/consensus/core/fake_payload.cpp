#include "fake_payload.hpp"

namespace vitalstream::consensus::testing {

BatchRef a_batch(std::uint32_t lane, std::uint64_t sequence, std::uint8_t branch) {
  Hash32 digest{};
  digest[0] = 0xBA;
  digest[1] = static_cast<std::uint8_t>(lane);
  digest[2] = static_cast<std::uint8_t>(sequence >> 8U);
  digest[3] = static_cast<std::uint8_t>(sequence);
  digest[4] = branch;
  return {ValidatorId{lane}, Incarnation{1}, Sequence{sequence}, BatchDigest{digest}};
}

std::vector<Hash32> leaves_of(const BatchRef& reference) {
  std::vector<Hash32> leaves(2, reference.digest.value());
  leaves[0][30] = 1;
  leaves[1][30] = 2;
  return leaves;
}

void FakePayload::hold(const BatchRef& reference) {
  held_.insert(reference);
  leaves_[reference.digest] = leaves_of(reference);
}

void FakePayload::drop(const BatchRef& reference) {
  held_.erase(reference);
  leaves_.erase(reference.digest);
}

PayloadSelection FakePayload::select(const LanePositions& parent, Height) const {
  PayloadSelection selection;
  LanePositions positions = parent;
  for (const BatchRef& reference : held_) {
    const LanePosition at = position_in(positions, reference.lane);
    if (reference.sequence == next(at.sequence)) {
      selection.references.push_back(reference);
      selection.bytes += batch_bytes_;
      positions[reference.lane] = position_of(reference);
    }
  }
  return selection;
}

PayloadState FakePayload::examine(const LanePositions& parent, Height,
                                  const std::vector<BatchRef>& references) const {
  LanePositions positions = parent;
  PayloadState state = PayloadState::Ready;
  for (const BatchRef& reference : references) {
    if (reference.sequence != next(position_in(positions, reference.lane).sequence)) {
      return PayloadState::Invalid;
    }
    positions[reference.lane] = position_of(reference);
    if (leaves(reference.digest) == nullptr) {
      state = PayloadState::Missing;
    }
  }
  return state;
}

const std::vector<Hash32>* FakePayload::leaves(const BatchDigest& batch) const {
  const auto found = leaves_.find(batch);
  return found == leaves_.end() ? nullptr : &found->second;
}

bool FakePayload::has_work(const LanePositions& positions) const {
  for (const BatchRef& reference : held_) {
    if (is_ahead(position_of(reference), position_in(positions, reference.lane))) {
      return true;
    }
  }
  return false;
}

}  // namespace vitalstream::consensus::testing
