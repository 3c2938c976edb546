#pragma once
// Limits and fixed sizes of the crypto module, with units.

#include <cstddef>

namespace vitalstream::crypto {

inline constexpr std::size_t kEd25519KeyBytes = 32;
inline constexpr std::size_t kEd25519SignatureBytes = 64;

// SEC 1 uncompressed point: 0x04, then x and y of 32 bytes each.
inline constexpr std::size_t kP256KeyBytes = 65;
inline constexpr std::size_t kP256CoordinateBytes = 32;
// r and s of 32 bytes each.
inline constexpr std::size_t kP256SignatureBytes = 64;
// A sequence of two integers of up to 33 bytes each.
inline constexpr std::size_t kP256SignatureDerBytesMax = 72;

// An Ed25519 seed or a P-256 scalar.
inline constexpr std::size_t kSigningSecretBytes = 32;

inline constexpr std::size_t kAesKeyBytes = 32;
inline constexpr std::size_t kAesGcmNonceBytes = 12;
inline constexpr std::size_t kAesGcmTagBytes = 16;

// RFC 5869: 255 blocks.
inline constexpr std::size_t kHkdfOutputBytesMax = 255 * 32;

// More would not be cheaper for each, and one culprit would make more work.
inline constexpr std::size_t kBatchSignaturesMax = 1024;
// A failed batch is verified again in pieces of this many, and a failed piece singly.
inline constexpr std::size_t kBatchPieceSignatures = 32;
static_assert(kBatchPieceSignatures < kBatchSignaturesMax);

// Decoded keys that one cache keeps, some 300 bytes each.
inline constexpr std::size_t kCachedKeysMax = 4096;

// A public JWK of the supported types has at most 140 characters.
inline constexpr std::size_t kJwkBytesMax = 512;

// A protected header with its three members has 85 bytes; white space is allowed some room.
inline constexpr std::size_t kJwsHeaderBytesMax = 512;

}  // namespace vitalstream::crypto
