#include "tests/unit/crypto/test_signers.hpp"

#include <sodium.h>

#include "base/byte_writer.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::crypto::testing {

Ed25519Signer::Ed25519Signer(std::uint64_t seed)
    : key_{SignatureAlgorithm::Ed25519, Bytes(crypto_sign_PUBLICKEYBYTES)},
      secret_(crypto_sign_SECRETKEYBYTES) {
  ByteWriter writer;
  writer.u64(seed);
  const Hash32 stretched = sha256(writer.bytes());
  crypto_sign_seed_keypair(key_.bytes.data(), secret_.data(), stretched.data());
}

Signature Ed25519Signer::sign(ByteView message) const {
  Signature signature(crypto_sign_BYTES);
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.data());
  return signature;
}

}  // namespace vitalstream::crypto::testing
