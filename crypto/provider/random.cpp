#include "crypto/provider/random.hpp"

#include <sodium.h>

#include "base/assert.hpp"

namespace vitalstream::crypto::provider {

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

}  // namespace vitalstream::crypto::provider
