#include "node/batches/lane_key_maker.hpp"

#include <algorithm>
#include <utility>

#include "crypto/provider/random.hpp"

namespace vitalstream::node {

UncertifiedLaneKey make_lane_key(consensus::ValidatorId lane, consensus::Incarnation incarnation) {
  crypto::SigningKey key = crypto::provider::random_ed25519_key();
  return {{lane, incarnation, key.public_key(), {}}, std::move(key)};
}

consensus::Incarnation next_incarnation(UnixMs now, consensus::Incarnation known) {
  const auto by_time = static_cast<std::uint64_t>(std::max<std::int64_t>(now.value(), 1));
  return consensus::Incarnation{std::max(by_time, known.value() + 1)};
}

}  // namespace vitalstream::node
