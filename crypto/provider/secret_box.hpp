#pragma once
// Authenticated encryption of a few secret bytes under a key that lives long: the key file's
// content and the keys that the local provider wraps. XChaCha20-Poly1305, because its nonce of 192
// bits may be drawn at random for ever, where AES-GCM would need a counter that survives restarts.
// nonce || ciphertext || tag. Any thread.

#include <optional>

#include "base/bytes.hpp"
#include "crypto/secret_bytes.hpp"

namespace vitalstream::crypto::provider {

// The key has kSecretBoxKeyBytes. `bound` is authenticated and not encrypted: opening needs the
// same.
[[nodiscard]] Bytes encrypt(const SecretBytes& key, const SecretBytes& secret, ByteView bound);

// Nothing if key or `bound` differ or a bit of the box has changed.
[[nodiscard]] std::optional<SecretBytes> decrypt(const SecretBytes& key, ByteView box,
                                                 ByteView bound);

}  // namespace vitalstream::crypto::provider
