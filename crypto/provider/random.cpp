#include "crypto/provider/random.hpp"

#include <sodium.h>

#include <utility>

#include "base/assert.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr std::size_t kEd25519SeedBytes = 32;

}  // namespace

// randombytes_buf aborts the process when the system has no randomness to give.
void fill_random(std::span<std::uint8_t> target) {
  VS_ASSERT(sodium_init() >= 0);
  randombytes_buf(target.data(), target.size());
}

Bytes random_bytes(std::size_t size) {
  Bytes bytes(size);
  fill_random(bytes);
  return bytes;
}

SecretBytes random_secret(std::size_t size) {
  SecretBytes secret(size);
  fill_random(secret.writable());
  return secret;
}

SigningKey random_ed25519_key() {
  auto key =
      SigningKey::from_secret(SignatureAlgorithm::Ed25519, random_secret(kEd25519SeedBytes).view());
  VS_ASSERT(key.has_value());  // every 32 bytes are an Ed25519 seed
  return std::move(*key);
}

}  // namespace vitalstream::crypto::provider
