#pragma once
// Builders for the tests of lanes: validators 1..n, and chained batches with invented digests.

#include <string>
#include <vector>

#include "consensus/lanes/held_batches.hpp"
#include "consensus/lanes/lanes.hpp"

namespace vitalstream::consensus::testing {

inline ValidatorSet validators(std::size_t count) {
  std::vector<Validator> all;
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back(
        {ValidatorId{static_cast<std::uint32_t>(i + 1)}, "v" + std::to_string(i + 1), {}});
  }
  return ValidatorSet(Epoch{1}, std::move(all));
}

inline ValidatorIndex peer(std::uint16_t index) { return ValidatorIndex{index}; }
inline ValidatorId lane(std::uint32_t id) { return ValidatorId{id}; }

// A digest that is the batch's place and branch, readable in a failure's output.
inline BatchDigest digest_of(std::uint32_t id, std::uint64_t incarnation, std::uint64_t sequence,
                             std::uint8_t branch = 0) {
  Hash32 bytes{};
  bytes[0] = static_cast<std::uint8_t>(id);
  bytes[1] = static_cast<std::uint8_t>(incarnation);
  bytes[2] = static_cast<std::uint8_t>(sequence);
  bytes[3] = branch;
  bytes[31] = 1;
  return BatchDigest{bytes};
}

struct ABatch {
  std::uint32_t id = 1;
  std::uint64_t sequence = 1;
  std::uint64_t incarnation = 1;
  std::uint8_t branch = 0;
  std::uint8_t previous_branch = 0;
  std::uint32_t bytes = 1'000;

  [[nodiscard]] BatchDigest digest() const { return digest_of(id, incarnation, sequence, branch); }
  [[nodiscard]] LanePosition position() const {
    return {Incarnation{incarnation}, Sequence{sequence}, digest()};
  }
  [[nodiscard]] BatchRef ref() const {
    return {ValidatorId{id}, Incarnation{incarnation}, Sequence{sequence}, digest()};
  }
  [[nodiscard]] SignedBatchHeader header() const {
    SignedBatchHeader signed_header;
    signed_header.header.lane = ValidatorId{id};
    signed_header.header.incarnation = Incarnation{incarnation};
    signed_header.header.sequence = Sequence{sequence};
    signed_header.header.previous =
        sequence == 1 ? BatchDigest{} : digest_of(id, incarnation, sequence - 1, previous_branch);
    signed_header.header.items = 1;
    signed_header.header.body_bytes = bytes;
    signed_header.lane_key.lane = ValidatorId{id};
    signed_header.lane_key.incarnation = Incarnation{incarnation};
    return signed_header;
  }
  [[nodiscard]] VerifiedBatch verified() const { return {header(), digest(), {Hash32{}}, bytes}; }
  [[nodiscard]] HeldBatch held() const {
    return {verified(), VerifyDepth::Full, {}, {}, Grant::Paid};
  }
  [[nodiscard]] BatchArrived arrived(std::uint16_t from) const {
    return {ValidatorIndex{from}, header(), digest(), bytes};
  }
};

inline Instant at_ms(std::int64_t ms) { return Instant{ms * 1'000}; }

template <class Effect>
std::vector<Effect> all_of(const LanesEffects& effects) {
  std::vector<Effect> found;
  for (const LanesEffect& effect : effects) {
    if (const auto* one = std::get_if<Effect>(&effect)) {
      found.push_back(*one);
    }
  }
  return found;
}

}  // namespace vitalstream::consensus::testing
