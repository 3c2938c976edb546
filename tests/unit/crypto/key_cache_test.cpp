#include "crypto/key_cache.hpp"

#include <gtest/gtest.h>

#include "tests/unit/crypto/test_signers.hpp"

namespace vitalstream::crypto {
namespace {

TEST(KeyCache, NeverGrowsBeyondItsBound) {
  KeyCache keys(/*keys_max=*/8);
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    ASSERT_NE(keys.find_or_decode(testing::Ed25519Signer(seed).key()), nullptr);
    EXPECT_LE(keys.size(), 8U);
  }
}

TEST(KeyCache, KeepsAKeyInUse) {
  KeyCache keys(/*keys_max=*/8);
  const PublicKey hot = testing::Ed25519Signer(1000).key();
  ASSERT_NE(keys.find_or_decode(hot), nullptr);
  const std::size_t size = keys.size();
  ASSERT_NE(keys.find_or_decode(hot), nullptr);
  EXPECT_EQ(keys.size(), size);
}

TEST(KeyCache, ForgottenKeysAreDecodedAgain) {
  KeyCache keys(/*keys_max=*/2);
  const testing::Ed25519Signer signer(1);
  const Signature signature = signer.sign(as_bytes("m"));
  for (std::uint64_t seed = 2; seed < 10; ++seed) {
    ASSERT_NE(keys.find_or_decode(testing::Ed25519Signer(seed).key()), nullptr);
    const DecodedKey* key = keys.find_or_decode(signer.key());
    ASSERT_NE(key, nullptr);
    EXPECT_TRUE(key->verify(as_bytes("m"), signature));
  }
}

TEST(KeyCache, KeepsNothingForAKeyThatDoesNotDecode) {
  KeyCache keys;
  EXPECT_EQ(keys.find_or_decode({SignatureAlgorithm::Ed25519, Bytes(31, 1)}), nullptr);
  EXPECT_EQ(keys.find_or_decode({SignatureAlgorithm::EcdsaP256Sha256, Bytes(65, 1)}), nullptr);
  EXPECT_EQ(keys.size(), 0U);
}

// By the neutral element every s with R = [s]B is a signature of every message.
TEST(KeyCache, FindsNoValidKeyInOneOfSmallOrder) {
  Bytes neutral(32, 0);
  neutral[0] = 1;
  const PublicKey small{SignatureAlgorithm::Ed25519, neutral};
  const PublicKey good = testing::Ed25519Signer(1).key();
  KeyCache keys(/*keys_max=*/4);
  for (int times = 0; times < 3; ++times) {
    EXPECT_NE(keys.find_or_decode(small), nullptr);
    EXPECT_EQ(keys.find_valid(small), nullptr);
    EXPECT_NE(keys.find_valid(good), nullptr);
  }
  EXPECT_EQ(keys.find_valid({SignatureAlgorithm::Ed25519, Bytes(31, 1)}), nullptr);
}

}  // namespace
}  // namespace vitalstream::crypto
