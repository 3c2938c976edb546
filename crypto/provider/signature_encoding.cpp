#include "crypto/provider/signature_encoding.hpp"

#include <utility>

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "crypto/ecdsa_p256.hpp"
#include "crypto/limits.hpp"
#include "crypto/provider/base64.hpp"

namespace vitalstream::crypto::provider {
namespace {

std::optional<Signature> from_raw(SignatureAlgorithm algorithm, ByteView raw) {
  switch (algorithm) {
    case SignatureAlgorithm::Ed25519:
      if (raw.size() != kEd25519SignatureBytes) {
        return std::nullopt;
      }
      return to_bytes(raw);
    case SignatureAlgorithm::EcdsaP256Sha256:
      if (!is_well_formed_p256_signature(raw)) {
        return std::nullopt;
      }
      return to_low_s(to_bytes(raw));
  }
  base::assertion_failed("a known SignatureAlgorithm", __FILE__, __LINE__);
}

std::optional<Signature> from_der(SignatureAlgorithm algorithm, ByteView der) {
  if (algorithm != SignatureAlgorithm::EcdsaP256Sha256 || der.size() > kP256SignatureDerBytesMax) {
    return std::nullopt;
  }
  auto raw = p256_signature_from_der(der);
  return raw ? std::optional(to_low_s(*std::move(raw))) : std::nullopt;
}

}  // namespace

std::optional<Signature> canonical_signature(SignatureAlgorithm algorithm,
                                             SignatureEncoding encoding, ByteView answer) {
  switch (encoding) {
    case SignatureEncoding::Raw:
      return from_raw(algorithm, answer);
    case SignatureEncoding::Der:
      return from_der(algorithm, answer);
    case SignatureEncoding::Base64Raw: {
      const auto raw = from_base64(as_text(answer));
      return raw ? from_raw(algorithm, *raw) : std::nullopt;
    }
    case SignatureEncoding::Base64Der: {
      const auto der = from_base64(as_text(answer));
      return der ? from_der(algorithm, *der) : std::nullopt;
    }
    case SignatureEncoding::Base64UrlRaw: {
      const auto raw = from_base64url(as_text(answer));
      return raw ? from_raw(algorithm, *raw) : std::nullopt;
    }
  }
  base::assertion_failed("a known SignatureEncoding", __FILE__, __LINE__);
}

}  // namespace vitalstream::crypto::provider
