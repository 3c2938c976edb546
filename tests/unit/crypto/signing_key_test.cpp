#include "crypto/signing_key.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/hex.hpp"
#include "crypto/ecdsa_p256.hpp"
#include "crypto/key_validation.hpp"
#include "crypto/verify.hpp"

namespace vitalstream::crypto {
namespace {

Bytes hex(std::string_view text) { return from_hex(text).value_or(Bytes{}); }

constexpr auto kBoth = {SignatureAlgorithm::Ed25519, SignatureAlgorithm::EcdsaP256Sha256};

TEST(SigningKey, Ed25519IsRfc8032Test1) {
  const auto key = SigningKey::from_secret(
      SignatureAlgorithm::Ed25519,
      hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  ASSERT_TRUE(key);
  EXPECT_EQ(to_hex(key->public_key().bytes),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(to_hex(key->sign({})),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
}

TEST(SigningKey, P256HasThePublicKeyOfRfc6979) {
  const auto key = SigningKey::from_secret(
      SignatureAlgorithm::EcdsaP256Sha256,
      hex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"));
  ASSERT_TRUE(key);
  EXPECT_EQ(to_hex(key->public_key().bytes),
            "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
            "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
}

TEST(SigningKey, ItsSignaturesVerifyAndItsKeysMayBeEnrolled) {
  for (const SignatureAlgorithm algorithm : kBoth) {
    const auto key = SigningKey::from_secret(algorithm, Bytes(32, 0x42));
    ASSERT_TRUE(key);
    EXPECT_TRUE(validate_public_key(key->public_key()).has_value());
    for (int i = 0; i < 20; ++i) {
      const std::string message(static_cast<std::size_t>(i), 'm');
      const Signature signature = key->sign(as_bytes(message));
      EXPECT_TRUE(verify(key->public_key(), as_bytes(message), signature));
    }
  }
}

TEST(SigningKey, P256SignaturesAreAlwaysLowS) {
  const auto key = SigningKey::from_secret(SignatureAlgorithm::EcdsaP256Sha256, Bytes(32, 0x42));
  ASSERT_TRUE(key);
  // Half of all would be high without normalising: a miss has probability 2^-64.
  for (int i = 0; i < 64; ++i) {
    EXPECT_TRUE(is_low_s(key->sign(as_bytes("message"))));
  }
}

TEST(SigningKey, RefusesScalarsOutOfRangeAndOtherSizes) {
  for (const SignatureAlgorithm algorithm : kBoth) {
    EXPECT_FALSE(SigningKey::from_secret(algorithm, {}));
    EXPECT_FALSE(SigningKey::from_secret(algorithm, Bytes(31, 1)));
    EXPECT_FALSE(SigningKey::from_secret(algorithm, Bytes(33, 1)));
  }
  const auto p256 = SignatureAlgorithm::EcdsaP256Sha256;
  EXPECT_FALSE(SigningKey::from_secret(p256, Bytes(32, 0)));
  Bytes order = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  EXPECT_FALSE(SigningKey::from_secret(p256, order));
  order.back() -= 1;
  EXPECT_TRUE(SigningKey::from_secret(p256, order));
}

}  // namespace
}  // namespace vitalstream::crypto
