#include "crypto/signing_key.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>

#include <algorithm>

#include "base/assert.hpp"
#include "crypto/ecdsa_p256.hpp"
#include "crypto/limits.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::crypto {
namespace {

template <auto Free>
struct Release {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using OpenSslGroup = std::unique_ptr<EC_GROUP, Release<EC_GROUP_free>>;
using OpenSslPoint = std::unique_ptr<EC_POINT, Release<EC_POINT_free>>;
using OpenSslSecretNumber = std::unique_ptr<BIGNUM, Release<BN_clear_free>>;
using OpenSslBuilder = std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD_free>>;
using OpenSslParameters = std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM_free>>;
using OpenSslContext = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;

// The uncompressed point of the scalar.
Bytes point_of(const EC_GROUP* group, const BIGNUM* scalar) {
  const OpenSslPoint point(EC_POINT_new(group));
  VS_ASSERT(point != nullptr &&
            EC_POINT_mul(group, point.get(), scalar, nullptr, nullptr, nullptr) == 1);
  Bytes bytes(kP256KeyBytes);
  VS_ASSERT(EC_POINT_point2oct(group, point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes.data(),
                               bytes.size(), nullptr) == bytes.size());
  return bytes;
}

EVP_PKEY* key_pair_of(const BIGNUM* scalar, const Bytes& point) {
  const OpenSslBuilder builder(OSSL_PARAM_BLD_new());
  VS_ASSERT(builder != nullptr &&
            OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1",
                                            0) == 1 &&
            OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar) == 1 &&
            OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                             point.size()) == 1);
  const OpenSslParameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const OpenSslContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  VS_ASSERT(parameters != nullptr && context != nullptr &&
            EVP_PKEY_fromdata_init(context.get()) == 1 &&
            EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()) == 1);
  return key;
}

}  // namespace

std::optional<SigningKey> SigningKey::from_secret(SignatureAlgorithm algorithm, ByteView secret) {
  if (secret.size() != kSigningSecretBytes) {
    return std::nullopt;
  }
  switch (algorithm) {
    case SignatureAlgorithm::Ed25519:
      return ed25519_from(secret);
    case SignatureAlgorithm::EcdsaP256Sha256:
      return p256_from(secret);
  }
  base::assertion_failed("a known algorithm", __FILE__, __LINE__);
}

Signature SigningKey::sign(ByteView message) const {
  switch (public_key_.algorithm) {
    case SignatureAlgorithm::Ed25519:
      return sign_ed25519(message);
    case SignatureAlgorithm::EcdsaP256Sha256:
      return sign_p256(message);
  }
  base::assertion_failed("a known algorithm", __FILE__, __LINE__);
}

std::optional<SigningKey> SigningKey::ed25519_from(ByteView secret) {
  SigningKey key;
  key.public_key_ = {SignatureAlgorithm::Ed25519, Bytes(kEd25519KeyBytes)};
  key.expanded_ = SecretBytes(crypto_sign_SECRETKEYBYTES);
  VS_ASSERT(crypto_sign_seed_keypair(key.public_key_.bytes.data(), key.expanded_.writable().data(),
                                     secret.data()) == 0);
  return key;
}

std::optional<SigningKey> SigningKey::p256_from(ByteView secret) {
  const OpenSslGroup group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const OpenSslSecretNumber scalar(BN_secure_new());
  VS_ASSERT(group != nullptr && scalar != nullptr &&
            BN_bin2bn(secret.data(), static_cast<int>(secret.size()), scalar.get()) != nullptr);
  if (BN_is_zero(scalar.get()) == 1 ||
      BN_cmp(scalar.get(), EC_GROUP_get0_order(group.get())) >= 0) {
    return std::nullopt;
  }
  BN_set_flags(scalar.get(), BN_FLG_CONSTTIME);
  SigningKey key;
  key.public_key_ = {SignatureAlgorithm::EcdsaP256Sha256, point_of(group.get(), scalar.get())};
  key.key_ = {key_pair_of(scalar.get(), key.public_key_.bytes), EVP_PKEY_free};
  return key;
}

Signature SigningKey::sign_ed25519(ByteView message) const {
  Signature signature(kEd25519SignatureBytes);
  VS_ASSERT(crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                                 expanded_.view().data()) == 0);
  return signature;
}

Signature SigningKey::sign_p256(ByteView message) const {
  const OpenSslContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
  VS_ASSERT(context != nullptr && EVP_PKEY_sign_init(context.get()) == 1);
  const Hash32 digest = sha256(message);
  Bytes der(kP256SignatureDerBytesMax);
  std::size_t size = der.size();
  VS_ASSERT(EVP_PKEY_sign(context.get(), der.data(), &size, digest.data(), digest.size()) == 1);
  der.resize(size);
  auto signature = p256_signature_from_der(der);
  VS_ASSERT(signature.has_value());
  return to_low_s(*std::move(signature));
}

}  // namespace vitalstream::crypto
