#pragma once
// Cheap signatures for the simulator: a keyed hash of the message, checked by who knows the secret,
// which is everybody here. Actors sign only with the keys that they were given; nothing else keeps
// them from forging. Also the network's identity: its genesis hash and validator set.

#include <cstdint>

#include "consensus/types/verifier.hpp"

namespace vitalstream::sim {

using consensus::ValidatorIndex;

// A key is the number that it signs with.
struct SimKey {
  std::uint64_t secret = 0;
  [[nodiscard]] crypto::PublicKey public_key() const;
  [[nodiscard]] crypto::Signature sign(ByteView message) const;
};

[[nodiscard]] SimKey validator_key(ValidatorIndex index);
[[nodiscard]] SimKey lane_key(ValidatorIndex index, std::uint64_t start);

class SimSignatureChecker : public consensus::SignatureChecker {
 public:
  [[nodiscard]] std::vector<bool> check(std::span<const Item> items) override;
};

[[nodiscard]] const GenesisHash& sim_genesis();
[[nodiscard]] consensus::ValidatorSet sim_validators(std::size_t count);

}  // namespace vitalstream::sim
