#pragma once
// The one rule that decides whether a signature is valid, everywhere: admission, batches, replay
// (crypto/README.md). Ed25519: ZIP 215 with a canonical R; ES256: r || s of 64 bytes, both forms of
// s. The answer is the same singly and in any batch, on every machine. A change of the rule is a
// version of the protocol. Keys have been through `validate_public_key` at enrolment; one that does
// not even decode verifies nothing. Pure; any thread, a KeyCache belongs to one.

#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/key_cache.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto {

[[nodiscard]] bool verify(const PublicKey& key, ByteView message, ByteView signature);

// The same, with the key decoded once and kept.
[[nodiscard]] bool verify(KeyCache& keys, const PublicKey& key, ByteView message,
                          ByteView signature);

// One signature to judge. It owns nothing; what it points at outlives the call. `key` is not null.
struct SignedMessage {
  const PublicKey* key = nullptr;
  ByteView message;
  ByteView signature;
};

// Which of them are valid, by position. Ed25519 signatures are verified together, which costs three
// quarters as much for each of two and half as much for each of four; if that fails, the culprits
// are found in pieces.
[[nodiscard]] std::vector<bool> verify_batch(std::span<const SignedMessage> items, KeyCache& keys);

}  // namespace vitalstream::crypto
