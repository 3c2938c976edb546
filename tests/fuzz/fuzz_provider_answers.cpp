// What a key provider answers: signatures in all their encodings, public keys in all their forms.
#include "base/base64url.hpp"
#include "crypto/ecdsa_p256.hpp"
#include "crypto/provider/base64.hpp"
#include "crypto/provider/public_key_encoding.hpp"
#include "crypto/provider/signature_encoding.hpp"
#include "fuzz_input.hpp"

using namespace vitalstream;
using namespace vitalstream::crypto;
using namespace vitalstream::crypto::provider;

namespace {

constexpr SignatureAlgorithm kBoth[] = {SignatureAlgorithm::Ed25519,
                                        SignatureAlgorithm::EcdsaP256Sha256};

void read_signature(SignatureAlgorithm algorithm, SignatureEncoding encoding, ByteView answer) {
  const auto signature = canonical_signature(algorithm, encoding, answer);
  if (!signature) {
    return;
  }
  VS_ASSERT(signature->size() == signature_bytes(algorithm));
  VS_ASSERT(algorithm == SignatureAlgorithm::Ed25519 || is_low_s(*signature));
  VS_ASSERT(canonical_signature(algorithm, SignatureEncoding::Raw, *signature) == signature);
}

void read_key(const std::optional<PublicKey>& key) {
  if (key) {
    VS_ASSERT(public_key_from_spki(public_key_to_spki(*key)) == key);
  }
}

}  // namespace

VS_FUZZ_TARGET(input) {
  for (const auto algorithm : kBoth) {
    for (const auto encoding :
         {SignatureEncoding::Raw, SignatureEncoding::Der, SignatureEncoding::Base64Raw,
          SignatureEncoding::Base64Der, SignatureEncoding::Base64UrlRaw}) {
      read_signature(algorithm, encoding, input);
    }
    read_key(public_key_from_ec_point(algorithm, input));
  }
  read_key(public_key_from_spki(input));
  read_key(public_key_from_pem(as_text(input)));
  if (const auto bytes = from_base64(as_text(input))) {
    VS_ASSERT(to_base64(*bytes) == as_text(input));
  }
}
