#pragma once
// The two rules that decide whether a signature is valid (crypto/README.md). `verify` and
// `verify_batch`, of transactions, everywhere: admission, batches, replay, receipts. Ed25519: ZIP
// 215 with a canonical R; ES256: r || s of 64 bytes, both forms of s. The answer is the same singly
// and in any batch, on every machine. Keys have been through `validate_public_key` at enrolment;
// one that does not even decode verifies nothing. `verify_strict`, of what validators sign: what it
// accepts is accepted by every stock library too. A change of either rule is a version of the
// protocol. Pure; any thread, a KeyCache belongs to one.

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

// Ed25519 without cofactor and with an R that is not of small order; ES256 as above. A key that
// does not pass `validate_public_key` verifies nothing.
[[nodiscard]] bool verify_strict(const PublicKey& key, ByteView message, ByteView signature);
[[nodiscard]] bool verify_strict(KeyCache& keys, const PublicKey& key, ByteView message,
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
