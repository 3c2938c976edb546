#pragma once
// AES-256-GCM (NIST SP 800-38D) for one message at a time. The caller sees to it that no nonce is
// used twice with one key: that would give away both messages and the power to forge. Where many
// messages share a key, aes_gcm_key.hpp keeps its schedule. Pure; any thread.

#include <optional>

#include "base/bytes.hpp"
#include "crypto/limits.hpp"
#include "crypto/secret_bytes.hpp"

namespace vitalstream::crypto {

struct AesGcmInput {
  const SecretBytes& key;  // kAesKeyBytes
  ByteView nonce;          // kAesGcmNonceBytes
  // Authenticated and not encrypted: opening needs the same.
  ByteView bound;
};

// Ciphertext || tag.
[[nodiscard]] Bytes encrypt_aes_gcm(const AesGcmInput& input, ByteView plaintext);

// Nothing if anything is not as it was when it was encrypted.
[[nodiscard]] std::optional<SecretBytes> decrypt_aes_gcm(const AesGcmInput& input,
                                                         ByteView encrypted);

}  // namespace vitalstream::crypto
