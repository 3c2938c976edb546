#pragma once
// Ed25519 verification by two rules. ZIP 215 (s below the group order, cofactored equation) and,
// beyond it, a canonical R, checked on the bytes before any arithmetic; singly and in batches it
// accepts exactly the same signatures. And a strict rule, singly only, whose signatures every stock
// library accepts too. Called by verify.cpp; others call that. Pure; any thread.

#include <array>
#include <optional>
#include <span>

#include "base/bytes.hpp"

namespace vitalstream::crypto {

struct Ed25519Item;

// A point decoded once for many verifications. A plain value.
class Ed25519Key {
 public:
  // Nothing unless these are 32 bytes that decode to a point of the curve.
  [[nodiscard]] static std::optional<Ed25519Key> decode(ByteView bytes);
  [[nodiscard]] bool verify(ByteView message, ByteView signature) const;
  // The equation without cofactor, s below the group order, R not of small order. The key has
  // passed validate_public_key.
  [[nodiscard]] bool verify_strict(ByteView message, ByteView signature) const;

 private:
  friend bool verify_ed25519_batch(std::span<const Ed25519Item> items);
  Ed25519Key() = default;

  // Written and read by the Rust crate only.
  alignas(32) std::array<std::uint8_t, 448> decoded_{};
};

// What can be told from a signature's bytes alone: 64 bytes, s below the group order, the y of R
// below the field's prime.
[[nodiscard]] bool is_well_formed_ed25519_signature(ByteView signature);

struct Ed25519Item {
  const Ed25519Key* key;
  ByteView message;
  ByteView signature;
};

// Whether all are valid. False may also mean that the batch could not be done: the caller then
// verifies the items otherwise. Every item has a well-formed signature.
[[nodiscard]] bool verify_ed25519_batch(std::span<const Ed25519Item> items);

}  // namespace vitalstream::crypto
