#include "crypto/ecdsa_p256.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace vitalstream::crypto {
namespace {

Bytes hex(std::string_view text) { return from_hex(text).value_or(Bytes{}); }

// RFC 6979 appendix A.2.5, SHA-256, message "sample".
constexpr const char* kKey =
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
constexpr const char* kSignature =
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
    "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
constexpr const char* kOrder = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
constexpr const char* kHalfOrder =
    "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8";
constexpr const char* kHalfOrderPlusOne =
    "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9";

Bytes signature_of(std::string_view r, std::string_view s) {
  Bytes signature = hex(r);
  append(signature, hex(s));
  return signature;
}

TEST(EcdsaP256, AcceptsThePublishedExampleInBothForms) {
  const auto key = EcdsaP256Key::decode(hex(kKey));
  ASSERT_TRUE(key);
  EXPECT_TRUE(key->verify(as_bytes("sample"), hex(kSignature)));
  EXPECT_FALSE(is_low_s(hex(kSignature)));
  const Signature low = to_low_s(hex(kSignature));
  EXPECT_TRUE(is_low_s(low));
  EXPECT_TRUE(key->verify(as_bytes("sample"), low));
  EXPECT_FALSE(key->verify(as_bytes("simple"), low));
}

TEST(EcdsaP256, LowFormIsItsOwnLowForm) {
  const Signature low = to_low_s(hex(kSignature));
  EXPECT_EQ(to_low_s(low), low);
  EXPECT_TRUE(is_low_s(signature_of(kHalfOrder, kHalfOrder)));
  EXPECT_FALSE(is_low_s(signature_of(kHalfOrder, kHalfOrderPlusOne)));
  EXPECT_EQ(to_low_s(signature_of(kHalfOrder, kHalfOrderPlusOne)),
            signature_of(kHalfOrder, kHalfOrder));
}

TEST(EcdsaP256, RefusesNumbersOutOfRange) {
  const std::string zero(64, '0');
  EXPECT_FALSE(is_well_formed_p256_signature(signature_of(kHalfOrder, zero)));
  EXPECT_FALSE(is_well_formed_p256_signature(signature_of(zero, kHalfOrder)));
  EXPECT_FALSE(is_well_formed_p256_signature(signature_of(kHalfOrder, kOrder)));
  EXPECT_FALSE(is_well_formed_p256_signature(signature_of(kOrder, kHalfOrder)));
  EXPECT_FALSE(is_low_s(signature_of(kHalfOrder, zero)));
}

TEST(EcdsaP256, RefusesWrongSizeAndDer) {
  const auto key = EcdsaP256Key::decode(hex(kKey));
  ASSERT_TRUE(key);
  const Bytes raw = hex(kSignature);
  EXPECT_FALSE(key->verify(as_bytes("sample"), ByteView(raw).first(63)));
  EXPECT_FALSE(key->verify(as_bytes("sample"), p256_signature_to_der(raw)));
}

TEST(EcdsaP256, DerReadsBackAndOtherEncodingsAreRefused) {
  const Bytes raw = hex(kSignature);
  Bytes der = p256_signature_to_der(raw);
  EXPECT_EQ(p256_signature_from_der(der), raw);
  der.push_back(0);
  EXPECT_FALSE(p256_signature_from_der(der));
  EXPECT_FALSE(p256_signature_from_der({}));
  // r = 1, s = 1, then r with a needless zero, s negative, s zero.
  EXPECT_TRUE(p256_signature_from_der(hex("3006020101020101")));
  EXPECT_FALSE(p256_signature_from_der(hex("300702020001020101")));
  EXPECT_FALSE(p256_signature_from_der(hex("30060201010201ff")));
  EXPECT_FALSE(p256_signature_from_der(hex("3006020101020100")));
}

TEST(EcdsaP256, RefusesCompressedAndForeignPoints) {
  const Bytes point = hex(kKey);
  Bytes compressed(point.begin(), point.begin() + 33);
  compressed[0] = 3;
  EXPECT_FALSE(EcdsaP256Key::decode(compressed));
  Bytes foreign = point;
  foreign[64] ^= 1U;
  EXPECT_FALSE(EcdsaP256Key::decode(foreign));
}

}  // namespace
}  // namespace vitalstream::crypto
