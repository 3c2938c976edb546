#pragma once
// Randomness from the operating system, for keys, salts and nonces. It lives here and not in
// crypto/ because what is pure has none. Any thread.

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "crypto/secret_bytes.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::crypto::provider {

void fill_random(std::span<std::uint8_t> target);
[[nodiscard]] Bytes random_bytes(std::size_t size);
[[nodiscard]] SecretBytes random_secret(std::size_t size);
// For a key that lives and dies in memory.
[[nodiscard]] SigningKey random_ed25519_key();

}  // namespace vitalstream::crypto::provider
