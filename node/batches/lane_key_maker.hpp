#pragma once
// Makes the lane key of a new incarnation (L1): a fresh Ed25519 key in memory, certified by the
// validator's own key.

#include "consensus/types/batch.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::node {

struct UncertifiedLaneKey {
  consensus::LaneKey lane_key;  // without its signature
  crypto::SigningKey key;
};

[[nodiscard]] UncertifiedLaneKey make_lane_key(consensus::ValidatorId lane,
                                               consensus::Incarnation incarnation);

// Greater than any that this validator can have used: the time in milliseconds, or one more than
// what is known to be in use, whichever is greater. A lost disk therefore does no harm.
[[nodiscard]] consensus::Incarnation next_incarnation(UnixMs now, consensus::Incarnation known);

}  // namespace vitalstream::node
