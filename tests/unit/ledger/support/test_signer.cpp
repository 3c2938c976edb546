#include "support/test_signer.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <memory>

#include "base/assert.hpp"
#include "base/byte_writer.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::ledger::testing {
namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Deleter<Free>>;

using Number = Owned<BIGNUM, BN_free>;
using Group = Owned<EC_GROUP, EC_GROUP_free>;
using Point = Owned<EC_POINT, EC_POINT_free>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Params = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using DerSignature = Owned<ECDSA_SIG, ECDSA_SIG_free>;

Hash32 secret_from(std::uint64_t seed) {
  ByteWriter writer;
  writer.u64(seed);
  Hash32 secret = crypto::sha256(writer.bytes());
  secret[0] &= 0x7F;  // below the order of P-256
  return secret;
}

Number number_of(const Hash32& bytes) {
  return Number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
}

Bytes p256_public(const Hash32& secret) {
  const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Point point(EC_POINT_new(group.get()));
  const Number scalar = number_of(secret);
  VS_ASSERT(EC_POINT_mul(group.get(), point.get(), scalar.get(), nullptr, nullptr, nullptr) == 1);
  Bytes bytes(65);
  VS_ASSERT(EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED,
                               bytes.data(), bytes.size(), nullptr) == bytes.size());
  return bytes;
}

Key p256_key(const Hash32& secret, const Bytes& public_point) {
  const Builder builder(OSSL_PARAM_BLD_new());
  const Number scalar = number_of(secret);
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar.get());
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, public_point.data(),
                                   public_point.size());
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  VS_ASSERT(EVP_PKEY_fromdata_init(context.get()) == 1);
  VS_ASSERT(EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, params.get()) == 1);
  return Key(key);
}

Bytes p256_sign(const Hash32& secret, const Bytes& public_point, ByteView message) {
  const Key key = p256_key(secret, public_point);
  const DigestContext context(EVP_MD_CTX_new());
  VS_ASSERT(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1);
  std::array<std::uint8_t, 80> der{};
  std::size_t length = der.size();
  VS_ASSERT(EVP_DigestSign(context.get(), der.data(), &length, message.data(), message.size()) ==
            1);
  const std::uint8_t* at = der.data();
  const DerSignature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(length)));
  Bytes raw(64);
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + 32, 32);
  return raw;
}

using Scalar = std::array<std::uint8_t, crypto_core_ed25519_SCALARBYTES>;

// SHA-512 modulo the group order.
Scalar reduced_hash(std::initializer_list<ByteView> pieces) {
  crypto_hash_sha512_state state;
  crypto_hash_sha512_init(&state);
  for (const ByteView piece : pieces) {
    crypto_hash_sha512_update(&state, piece.data(), piece.size());
  }
  std::array<std::uint8_t, crypto_hash_sha512_BYTES> wide{};
  crypto_hash_sha512_final(&state, wide.data());
  Scalar scalar{};
  crypto_core_ed25519_scalar_reduce(scalar.data(), wide.data());
  return scalar;
}

// RFC 8032 section 5.1.5: half of the seed's hash, with five bits set or cleared.
Scalar ed25519_scalar(const Hash32& seed) {
  std::array<std::uint8_t, crypto_hash_sha512_BYTES> wide{};
  crypto_hash_sha512(wide.data(), seed.data(), seed.size());
  std::fill(wide.begin() + 32, wide.end(), std::uint8_t{0});
  wide[0] &= 0xF8;
  wide[31] = static_cast<std::uint8_t>((wide[31] & 0x7F) | 0x40);
  Scalar scalar{};
  crypto_core_ed25519_scalar_reduce(scalar.data(), wide.data());
  return scalar;
}

}  // namespace

TestSigner::TestSigner(crypto::SignatureAlgorithm algorithm, std::uint64_t seed)
    : secret_(secret_from(seed)) {
  key_.algorithm = algorithm;
  if (algorithm == crypto::SignatureAlgorithm::EcdsaP256Sha256) {
    key_.bytes = p256_public(secret_);
    return;
  }
  VS_ASSERT(sodium_init() >= 0);
  key_.bytes.resize(crypto_sign_PUBLICKEYBYTES);
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
  crypto_sign_seed_keypair(key_.bytes.data(), secret.data(), secret_.data());
}

crypto::Signature TestSigner::sign(ByteView message) const {
  if (key_.algorithm == crypto::SignatureAlgorithm::EcdsaP256Sha256) {
    return p256_sign(secret_, key_.bytes, message);
  }
  Bytes public_key(crypto_sign_PUBLICKEYBYTES);
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
  crypto_sign_seed_keypair(public_key.data(), secret.data(), secret_.data());
  Bytes signature(crypto_sign_BYTES);
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret.data());
  return signature;
}

crypto::Signature TestSigner::sign_for_cofactor(ByteView message) const {
  VS_ASSERT(key_.algorithm == crypto::SignatureAlgorithm::Ed25519);
  // 0, -1.
  Bytes order_two(crypto_core_ed25519_BYTES, 0xFF);
  order_two.front() = 0xEC;
  order_two.back() = 0x7F;
  const Scalar secret = ed25519_scalar(secret_);
  const Scalar nonce = reduced_hash({message, secret_});
  Bytes prime(crypto_core_ed25519_BYTES);
  Bytes r(crypto_core_ed25519_BYTES);
  VS_ASSERT(crypto_scalarmult_ed25519_base_noclamp(prime.data(), nonce.data()) == 0);
  VS_ASSERT(crypto_core_ed25519_add(r.data(), prime.data(), order_two.data()) == 0);
  const Scalar k = reduced_hash({r, key_.bytes, message});
  Scalar product{};
  Scalar s{};
  crypto_core_ed25519_scalar_mul(product.data(), k.data(), secret.data());
  crypto_core_ed25519_scalar_add(s.data(), nonce.data(), product.data());
  append(r, s);
  return r;
}

}  // namespace vitalstream::ledger::testing
