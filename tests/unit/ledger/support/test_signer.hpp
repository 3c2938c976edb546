#pragma once
// Key pairs grown from a number and real signatures of both algorithms, made by libsodium and
// OpenSSL directly and not by the code under test.

#include <cstdint>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::ledger::testing {

class TestSigner {
 public:
  TestSigner(crypto::SignatureAlgorithm algorithm, std::uint64_t seed);

  [[nodiscard]] const crypto::PublicKey& key() const { return key_; }
  [[nodiscard]] crypto::Signature sign(ByteView message) const;
  // By Ed25519, with the point of order two in R: valid by ZIP 215, by no rule without cofactor.
  [[nodiscard]] crypto::Signature sign_for_cofactor(ByteView message) const;

 private:
  crypto::PublicKey key_;
  Hash32 secret_{};  // the Ed25519 seed, or the P-256 scalar
};

}  // namespace vitalstream::ledger::testing
