#include "crypto/signature.hpp"

#include <gtest/gtest.h>

namespace vitalstream::crypto {
namespace {

TEST(SignatureAlgorithm, NumbersAreWireFormatAndOthersAreRefused) {
  EXPECT_EQ(signature_algorithm_from(1), SignatureAlgorithm::Ed25519);
  EXPECT_EQ(signature_algorithm_from(2), SignatureAlgorithm::EcdsaP256Sha256);
  EXPECT_FALSE(signature_algorithm_from(0));
  EXPECT_FALSE(signature_algorithm_from(3));
}

TEST(SignatureAlgorithm, NamesReadBack) {
  for (const auto algorithm : {SignatureAlgorithm::Ed25519, SignatureAlgorithm::EcdsaP256Sha256}) {
    EXPECT_EQ(signature_algorithm_named(to_string(algorithm)), algorithm);
  }
  EXPECT_FALSE(signature_algorithm_named("Ed25519"));
  EXPECT_FALSE(signature_algorithm_named(""));
}

TEST(SignatureAlgorithm, SizesAreItsProperty) {
  EXPECT_EQ(public_key_bytes(SignatureAlgorithm::Ed25519), 32U);
  EXPECT_EQ(public_key_bytes(SignatureAlgorithm::EcdsaP256Sha256), 65U);
  EXPECT_EQ(signature_bytes(SignatureAlgorithm::Ed25519), 64U);
  EXPECT_EQ(signature_bytes(SignatureAlgorithm::EcdsaP256Sha256), 64U);
}

TEST(PublicKey, SameBytesUnderAnotherAlgorithmAreAnotherKey) {
  const PublicKey one{SignatureAlgorithm::Ed25519, Bytes(32, 7)};
  const PublicKey other{SignatureAlgorithm::EcdsaP256Sha256, Bytes(32, 7)};
  EXPECT_NE(one, other);
  EXPECT_LT(one, other);
}

}  // namespace
}  // namespace vitalstream::crypto
