#pragma once
// The vocabulary of signatures: algorithms, public keys, signatures. A key or signature in these
// types has been checked by nobody; key_validation.hpp and verify.hpp do that. Values; any thread.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"

namespace vitalstream::crypto {

// The values are wire and disk format.
enum class SignatureAlgorithm : std::uint8_t { Ed25519 = 1, EcdsaP256Sha256 = 2 };

// Nothing for a number that names no algorithm.
[[nodiscard]] std::optional<SignatureAlgorithm> signature_algorithm_from(std::uint8_t number);

// "ed25519" or "ecdsa-p256-sha256", as configurations spell them.
[[nodiscard]] std::string_view to_string(SignatureAlgorithm algorithm);
[[nodiscard]] std::optional<SignatureAlgorithm> signature_algorithm_named(std::string_view name);

[[nodiscard]] std::size_t public_key_bytes(SignatureAlgorithm algorithm);
[[nodiscard]] std::size_t signature_bytes(SignatureAlgorithm algorithm);

// Ed25519: the 32 bytes of RFC 8032. P-256: the 65 bytes of the uncompressed SEC 1 point, the one
// form that maps onto a JWK without arithmetic.
struct PublicKey {
  SignatureAlgorithm algorithm = SignatureAlgorithm::Ed25519;
  Bytes bytes;
  friend bool operator==(const PublicKey&, const PublicKey&) = default;
  friend auto operator<=>(const PublicKey&, const PublicKey&) = default;
};

// Ed25519: R || s. ECDSA: r || s, big-endian. How long it is is the algorithm's business.
using Signature = Bytes;

}  // namespace vitalstream::crypto
