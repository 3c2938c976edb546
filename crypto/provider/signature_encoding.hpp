#pragma once
// The one place where a provider's signature becomes ours: raw 64 bytes, and low-S for ECDSA. Each
// provider answers in an encoding of its own (README.md), and what it answers is untrusted:
// anything but exactly one well-formed signature is nothing. Whether it verifies is asked
// afterwards. Pure; any thread.

#include <optional>

#include "base/bytes.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto::provider {

enum class SignatureEncoding {
  // 64 bytes: PKCS#11.
  Raw,
  // ASN.1 DER, ECDSA only.
  Der,
  // The same as text: AWS KMS, and Vault's Ed25519 and ECDSA signatures.
  Base64Raw,
  Base64Der,
  // As a JWS holds it, without padding: Azure, and Vault when asked for `jws`.
  Base64UrlRaw,
};

[[nodiscard]] std::optional<Signature> canonical_signature(SignatureAlgorithm algorithm,
                                                           SignatureEncoding encoding,
                                                           ByteView answer);

}  // namespace vitalstream::crypto::provider
