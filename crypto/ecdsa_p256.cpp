#include "crypto/ecdsa_p256.hpp"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/assert.hpp"
#include "crypto/limits.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::crypto {
namespace {

constexpr std::uint8_t kUncompressedPoint = 0x04;

using Number = std::array<std::uint8_t, kP256CoordinateBytes>;

// Big-endian: the group order n, and n / 2 rounded down.
constexpr Number kOrder = {0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF,
                           0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17,
                           0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51};
constexpr Number kHalfOrder = {0x7F, 0xFF, 0xFF, 0xFF, 0x80, 0x00, 0x00, 0x00, 0x7F, 0xFF, 0xFF,
                               0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xDE, 0x73, 0x7D, 0x56, 0xD3, 0x8B,
                               0xCF, 0x42, 0x79, 0xDC, 0xE5, 0x61, 0x7E, 0x31, 0x92, 0xA8};

ByteView r_of(ByteView signature) { return signature.first(kP256CoordinateBytes); }
ByteView s_of(ByteView signature) { return signature.last(kP256CoordinateBytes); }

bool is_less(ByteView left, ByteView right) {
  return std::ranges::lexicographical_compare(left, right);
}

bool is_in_range(ByteView number) {
  return is_less(number, kOrder) && std::ranges::any_of(number, [](auto b) { return b != 0; });
}

struct SignatureDelete {
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
using OpenSslSignature = std::unique_ptr<ECDSA_SIG, SignatureDelete>;

struct ContextDelete {
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using OpenSslContext = std::unique_ptr<EVP_PKEY_CTX, ContextDelete>;

BIGNUM* number_from(ByteView bytes) {
  return BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr);
}

Bytes der_of(const ECDSA_SIG* signature) {
  std::uint8_t* encoded = nullptr;
  const int length = i2d_ECDSA_SIG(signature, &encoded);
  VS_ASSERT(length > 0);
  Bytes der(encoded, encoded + length);
  OPENSSL_free(encoded);
  return der;
}

bool write_number(const BIGNUM* number, std::span<std::uint8_t> target) {
  return BN_is_negative(number) == 0 &&
         BN_bn2binpad(number, target.data(), static_cast<int>(target.size())) >= 0;
}

}  // namespace

std::optional<EcdsaP256Key> EcdsaP256Key::decode(ByteView bytes) {
  if (bytes.size() != kP256KeyBytes || bytes[0] != kUncompressedPoint) {
    return std::nullopt;
  }
  const OpenSslContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  VS_ASSERT(context != nullptr && EVP_PKEY_fromdata_init(context.get()) == 1);
  char group[] = "prime256v1";
  Bytes point = to_bytes(bytes);
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
    return std::nullopt;
  }
  return EcdsaP256Key(std::shared_ptr<evp_pkey_st>(key, EVP_PKEY_free));
}

bool EcdsaP256Key::verify(ByteView message, ByteView signature) const {
  if (!is_well_formed_p256_signature(signature)) {
    return false;
  }
  const OpenSslContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
  VS_ASSERT(context != nullptr && EVP_PKEY_verify_init(context.get()) == 1);
  const Bytes der = p256_signature_to_der(signature);
  const Hash32 digest = sha256(message);
  return EVP_PKEY_verify(context.get(), der.data(), der.size(), digest.data(), digest.size()) == 1;
}

bool is_well_formed_p256_signature(ByteView signature) {
  return signature.size() == kP256SignatureBytes && is_in_range(r_of(signature)) &&
         is_in_range(s_of(signature));
}

bool is_low_s(ByteView signature) {
  return is_well_formed_p256_signature(signature) && !is_less(kHalfOrder, s_of(signature));
}

Signature to_low_s(Signature signature) {
  VS_ASSERT(is_well_formed_p256_signature(signature));
  if (is_low_s(signature)) {
    return signature;
  }
  // s := n - s, byte by byte from the lowest.
  unsigned borrow = 0;
  for (std::size_t i = kP256CoordinateBytes; i-- > 0;) {
    std::uint8_t& byte = signature[kP256CoordinateBytes + i];
    const unsigned difference = 0x100U + kOrder[i] - byte - borrow;
    byte = static_cast<std::uint8_t>(difference & 0xFFU);
    borrow = difference < 0x100U ? 1 : 0;
  }
  return signature;
}

std::optional<Signature> p256_signature_from_der(ByteView der) {
  const std::uint8_t* next = der.data();
  const OpenSslSignature parsed(d2i_ECDSA_SIG(nullptr, &next, static_cast<long>(der.size())));
  if (parsed == nullptr) {
    return std::nullopt;
  }
  Signature signature(kP256SignatureBytes);
  const std::span<std::uint8_t> target(signature);
  if (!write_number(ECDSA_SIG_get0_r(parsed.get()), target.first(kP256CoordinateBytes)) ||
      !write_number(ECDSA_SIG_get0_s(parsed.get()), target.last(kP256CoordinateBytes)) ||
      !is_well_formed_p256_signature(signature)) {
    return std::nullopt;
  }
  // The parser takes BER too; only what we would write ourselves is DER.
  if (!equal(p256_signature_to_der(signature), der)) {
    return std::nullopt;
  }
  return signature;
}

Bytes p256_signature_to_der(ByteView signature) {
  VS_ASSERT(signature.size() == kP256SignatureBytes);
  const OpenSslSignature parsed(ECDSA_SIG_new());
  VS_ASSERT(parsed != nullptr && ECDSA_SIG_set0(parsed.get(), number_from(r_of(signature)),
                                                number_from(s_of(signature))) == 1);
  return der_of(parsed.get());
}

}  // namespace vitalstream::crypto
