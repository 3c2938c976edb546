#include "node/app/lane_key_maker.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "crypto/provider/random.hpp"

namespace vitalstream::node {
namespace {

constexpr std::size_t kSeedBytes = 32;

}  // namespace

UncertifiedLaneKey make_lane_key(consensus::ValidatorId lane, consensus::Incarnation incarnation) {
  const crypto::SecretBytes seed = crypto::provider::random_secret(kSeedBytes);
  auto key = crypto::SigningKey::from_secret(crypto::SignatureAlgorithm::Ed25519, seed.view());
  VS_ASSERT(key.has_value());  // every 32 bytes are an Ed25519 seed
  return {{lane, incarnation, key->public_key(), {}}, std::move(*key)};
}

consensus::Incarnation next_incarnation(UnixMs now, consensus::Incarnation known) {
  const auto by_time = static_cast<std::uint64_t>(std::max<std::int64_t>(now.value(), 1));
  return consensus::Incarnation{std::max(by_time, known.value() + 1)};
}

}  // namespace vitalstream::node
