#pragma once
// The forms in which providers hand out public keys, and ours out of them. DER has one spelling for
// each key of our two kinds, so the forms are compared, not parsed: what differs in one bit is
// nothing. Every key has been through `validate_public_key`. Pure; any thread.

#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto::provider {

// A SubjectPublicKeyInfo (RFC 5480, RFC 8410): AWS KMS.
[[nodiscard]] std::optional<PublicKey> public_key_from_spki(ByteView der);

// The same between PEM's lines: Vault.
[[nodiscard]] std::optional<PublicKey> public_key_from_pem(std::string_view pem);

// The bare key, or the key in an OCTET STRING: modules of PKCS#11 disagree on CKA_EC_POINT.
[[nodiscard]] std::optional<PublicKey> public_key_from_ec_point(SignatureAlgorithm algorithm,
                                                                ByteView point);

// The bare key: Vault's Ed25519.
[[nodiscard]] std::optional<PublicKey> public_key_from_raw(SignatureAlgorithm algorithm,
                                                           ByteView bytes);

[[nodiscard]] Bytes public_key_to_spki(const PublicKey& key);

}  // namespace vitalstream::crypto::provider
