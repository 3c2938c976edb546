#include "crypto/secret_bytes.hpp"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::crypto {

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
  VS_ASSERT(sodium_init() >= 0);
  bytes_ = static_cast<std::uint8_t*>(sodium_malloc(size));
  VS_ASSERT(bytes_ != nullptr);
  std::ranges::fill(writable(), std::uint8_t{0});
}

SecretBytes SecretBytes::copy_of(ByteView bytes) {
  SecretBytes secret(bytes.size());
  std::ranges::copy(bytes, secret.bytes_);
  return secret;
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : bytes_(std::exchange(other.bytes_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(size_, other.size_);
  return *this;
}

// sodium_free overwrites first and takes null.
SecretBytes::~SecretBytes() { sodium_free(bytes_); }

void wipe(std::span<std::uint8_t> bytes) { sodium_memzero(bytes.data(), bytes.size()); }

bool equal_secrets(ByteView left, ByteView right) {
  return left.size() == right.size() &&
         (left.empty() || sodium_memcmp(left.data(), right.data(), left.size()) == 0);
}

}  // namespace vitalstream::crypto
