#pragma once
// Keys and signatures for the tests, made by libraries directly and not by the code under test.

#include <cstdint>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto::testing {

// The Ed25519 key pair grown from a seed number, with libsodium.
class Ed25519Signer {
 public:
  explicit Ed25519Signer(std::uint64_t seed);
  [[nodiscard]] const PublicKey& key() const { return key_; }
  [[nodiscard]] Signature sign(ByteView message) const;

 private:
  PublicKey key_;
  Bytes secret_;
};

}  // namespace vitalstream::crypto::testing
