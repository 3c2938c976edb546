#include "crypto/key_validation.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/assert.hpp"
#include "crypto/ecdsa_p256.hpp"
#include "crypto/ed25519.hpp"

namespace vitalstream::crypto {
namespace {

Result<void, KeyError> validate_ed25519(ByteView key) {
  // A key is encoded like the R of a signature: whether it is canonical is asked with a signature
  // that holds it there, before an s of zero.
  Bytes as_signature = to_bytes(key);
  as_signature.resize(signature_bytes(SignatureAlgorithm::Ed25519));
  if (!is_well_formed_ed25519_signature(as_signature)) {
    return KeyError::NotCanonical;
  }
  if (!Ed25519Key::decode(key)) {
    return KeyError::NotOnCurve;
  }
  if (crypto_core_ed25519_is_valid_point(key.data()) != 1) {
    return KeyError::NotPrimeOrder;
  }
  return {};
}

Result<void, KeyError> validate_p256(ByteView key) {
  static constexpr std::uint8_t kUncompressedPoint = 0x04;
  if (key[0] != kUncompressedPoint) {
    return KeyError::NotCanonical;
  }
  // The group has prime order: every point but the one at infinity, which has no such form, does.
  if (!EcdsaP256Key::decode(key)) {
    return KeyError::NotOnCurve;
  }
  return {};
}

}  // namespace

std::string_view to_string(KeyError error) {
  switch (error) {
    case KeyError::WrongSize:
      return "wrong_size";
    case KeyError::NotCanonical:
      return "not_canonical";
    case KeyError::NotOnCurve:
      return "not_on_curve";
    case KeyError::NotPrimeOrder:
      return "not_prime_order";
  }
  base::assertion_failed("a known KeyError", __FILE__, __LINE__);
}

Result<void, KeyError> validate_public_key(const PublicKey& key) {
  if (key.bytes.size() != public_key_bytes(key.algorithm)) {
    return KeyError::WrongSize;
  }
  switch (key.algorithm) {
    case SignatureAlgorithm::Ed25519:
      return validate_ed25519(key.bytes);
    case SignatureAlgorithm::EcdsaP256Sha256:
      return validate_p256(key.bytes);
  }
  base::assertion_failed("a known algorithm", __FILE__, __LINE__);
}

}  // namespace vitalstream::crypto
