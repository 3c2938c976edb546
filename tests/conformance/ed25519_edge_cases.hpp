#pragma once
// Ed25519 signatures at the edges of the rule, and the hands to make more of them: points with a
// part of small order, made with libsodium's group arithmetic and not with the code under test.

#include <array>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto::testing {

enum class Verdict { Valid, Invalid };

struct EdgeCase {
  const char* what;
  const char* key;
  const char* message;
  const char* signature;
  Verdict verdict;
};

// The vectors of Chalkias, Garillot and Nikolaenko, "Taming the many EdDSAs" (2020), with the
// verdict of our rule.
[[nodiscard]] std::span<const EdgeCase> published_edge_cases();

// The eight points of small order in their canonical encoding, then the encodings that RFC 8032
// does not allow: x = 0 with the sign bit set, and y not below the field's prime.
inline constexpr std::size_t kCanonicalSmallPoints = 8;
inline constexpr std::size_t kSmallPointsWithReducedY = 10;
[[nodiscard]] std::span<const Bytes> small_points();

// A signature whose R and key each carry a chosen point of small order besides their part of prime
// order. ZIP 215 accepts it whatever the two are; a rule without cofactor seldom does.
struct MixedSignature {
  PublicKey key;
  Signature signature;
};
struct SmallParts {
  std::size_t in_key = 0;
  std::size_t in_r = 0;
};
[[nodiscard]] MixedSignature sign_with_small_parts(std::mt19937_64& random, ByteView message,
                                                   const SmallParts& parts);

// A valid key's signature whose R is the neutral element.
[[nodiscard]] MixedSignature sign_with_neutral_r(std::mt19937_64& random, ByteView message);

}  // namespace vitalstream::crypto::testing
