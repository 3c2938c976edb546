#pragma once
// SigningKey: signs in this process with key material that the caller hands in: the lane key and
// the `local` key provider. Its signatures have the canonical form: raw, and low-S for ECDSA. Pure
// but for the nonce that OpenSSL draws for each ECDSA signature; any thread may sign.

#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "crypto/secret_bytes.hpp"
#include "crypto/signature.hpp"

// OpenSSL's EVP_PKEY, whose header stays out of ours.
struct evp_pkey_st;

namespace vitalstream::crypto {

class SigningKey {
 public:
  // From kSigningSecretBytes random bytes: the seed of RFC 8032, or the private scalar of P-256,
  // big- endian. Nothing for another size, or for a scalar out of range (one in 2^32: draw again).
  [[nodiscard]] static std::optional<SigningKey> from_secret(SignatureAlgorithm algorithm,
                                                             ByteView secret);

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  [[nodiscard]] Signature sign(ByteView message) const;

 private:
  SigningKey() = default;
  [[nodiscard]] static std::optional<SigningKey> ed25519_from(ByteView secret);
  [[nodiscard]] static std::optional<SigningKey> p256_from(ByteView secret);
  [[nodiscard]] Signature sign_ed25519(ByteView message) const;
  [[nodiscard]] Signature sign_p256(ByteView message) const;

  PublicKey public_key_;
  // For Ed25519; libsodium's form, seed and public key.
  SecretBytes expanded_;
  // For P-256. Shared by nobody; the pointer type only spares us OpenSSL's header.
  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace vitalstream::crypto
