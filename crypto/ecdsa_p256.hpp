#pragma once
// ECDSA over P-256 with SHA-256 (ES256): a signature is exactly 64 bytes r || s, r and s lie in
// 1..n-1, and both forms of s are accepted, because stock JOSE libraries do not normalise.
// Validators' own signatures are low-S: `to_low_s`. Called by verify.cpp and the key providers.
// Pure; any thread.

#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "crypto/signature.hpp"

// OpenSSL's EVP_PKEY, whose header stays out of ours.
struct evp_pkey_st;

namespace vitalstream::crypto {

// A point decoded once for many verifications. A plain value; copies share the decoded point, which
// nobody changes.
class EcdsaP256Key {
 public:
  // Nothing unless these are the 65 bytes of an uncompressed point of the curve.
  [[nodiscard]] static std::optional<EcdsaP256Key> decode(ByteView bytes);
  [[nodiscard]] bool verify(ByteView message, ByteView signature) const;

 private:
  explicit EcdsaP256Key(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

  std::shared_ptr<evp_pkey_st> key_;
};

// 64 bytes with r and s in 1..n-1.
[[nodiscard]] bool is_well_formed_p256_signature(ByteView signature);

// Whether s is at most half the group order. False for what is not well-formed.
[[nodiscard]] bool is_low_s(ByteView signature);

// The form with the lower s of a well-formed signature; both forms verify alike.
[[nodiscard]] Signature to_low_s(Signature signature);

// The raw form of an ASN.1 DER signature, as AWS and Vault answer. Nothing unless it is strict DER
// of a well-formed signature.
[[nodiscard]] std::optional<Signature> p256_signature_from_der(ByteView der);
[[nodiscard]] Bytes p256_signature_to_der(ByteView signature);

}  // namespace vitalstream::crypto
