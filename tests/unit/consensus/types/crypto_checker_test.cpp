#include "consensus/types/crypto_checker.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/sha256.hpp"
#include "crypto/signing_key.hpp"
#include "crypto/verify.hpp"

namespace vitalstream::consensus::testing {
namespace {

using crypto::SignatureAlgorithm;

crypto::SigningKey a_key(SignatureAlgorithm algorithm, std::uint8_t number) {
  return *crypto::SigningKey::from_secret(algorithm, crypto::sha256(Bytes{number}));
}

TEST(CryptoChecker, AnswersForKeysOfBothAlgorithmsInOrder) {
  const crypto::SigningKey ed25519 = a_key(SignatureAlgorithm::Ed25519, 1);
  const crypto::SigningKey p256 = a_key(SignatureAlgorithm::EcdsaP256Sha256, 2);
  const Bytes message{1, 2, 3};
  const crypto::Signature by_ed25519 = ed25519.sign(message);
  const crypto::Signature by_p256 = p256.sign(message);
  const std::vector<SignatureChecker::Item> items{{&ed25519.public_key(), message, by_ed25519},
                                                  {&ed25519.public_key(), message, by_p256},
                                                  {&p256.public_key(), message, by_p256},
                                                  {&p256.public_key(), message, by_ed25519},
                                                  {&ed25519.public_key(), {1, 2}, by_ed25519}};
  CryptoChecker checker;
  const std::vector<bool> expected{true, false, true, false, false};
  EXPECT_EQ(checker.check(items), expected);
  EXPECT_EQ(checker.check(items), expected);
  EXPECT_EQ(checker.keys().size(), 2U);
}

TEST(CryptoChecker, AKeyThatDoesNotDecodeVerifiesNothing) {
  const crypto::PublicKey none{SignatureAlgorithm::Ed25519, Bytes(5, 1)};
  const Bytes signature(64, 0);
  const std::vector<SignatureChecker::Item> items{{&none, {}, signature}};
  EXPECT_EQ(CryptoChecker().check(items), std::vector<bool>{false});
}

// A validator that delegates to it, or seals its lane by it, lets everybody sign.
TEST(CryptoChecker, AKeyOfSmallOrderVerifiesNothing) {
  crypto::PublicKey neutral{SignatureAlgorithm::Ed25519, Bytes(32, 0)};
  neutral.bytes[0] = 1;
  // R is the base point and s is 1: [s]B - [k]A = R whatever the message.
  Bytes signature(64, 0x66);
  signature[0] = 0x58;
  std::fill(signature.begin() + 32, signature.end(), std::uint8_t{0});
  signature[32] = 1;
  const std::vector<SignatureChecker::Item> items{{&neutral, {1, 2, 3}, signature}};
  ASSERT_TRUE(crypto::verify(neutral, items.front().message, signature)) << "by the other rule";
  EXPECT_EQ(CryptoChecker().check(items), std::vector<bool>{false});
}

TEST(CryptoChecker, OfNothingIsNoAnswer) { EXPECT_TRUE(CryptoChecker().check({}).empty()); }

}  // namespace
}  // namespace vitalstream::consensus::testing
