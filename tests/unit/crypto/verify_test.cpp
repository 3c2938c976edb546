#include "crypto/verify.hpp"

#include <gtest/gtest.h>

#include <string>

#include "crypto/limits.hpp"
#include "tests/unit/crypto/test_signers.hpp"

namespace vitalstream::crypto {
namespace {

struct Signed {
  PublicKey key;
  Bytes message;
  Signature signature;
};

std::vector<Signed> some_signed(std::size_t count) {
  std::vector<Signed> items;
  for (std::size_t i = 0; i < count; ++i) {
    const testing::Ed25519Signer signer(i % 50);
    const std::string text = "message " + std::to_string(i);
    items.push_back({signer.key(), to_bytes(as_bytes(text)), signer.sign(as_bytes(text))});
  }
  return items;
}

std::vector<bool> batch_verdicts(const std::vector<Signed>& items) {
  std::vector<SignedMessage> views;
  views.reserve(items.size());
  for (const Signed& item : items) {
    views.push_back({&item.key, item.message, item.signature});
  }
  KeyCache keys;
  return verify_batch(views, keys);
}

TEST(VerifyBatch, OfNothingIsNothing) {
  KeyCache keys;
  EXPECT_TRUE(verify_batch({}, keys).empty());
}

TEST(VerifyBatch, AcceptsAllOfAnySize) {
  for (const std::size_t count : {1U, 2U, 3U, 4U, 5U, 31U, 33U, 1025U}) {
    EXPECT_EQ(batch_verdicts(some_signed(count)), std::vector<bool>(count, true)) << count;
  }
}

TEST(VerifyBatch, NamesExactlyTheCulprits) {
  std::vector<Signed> items = some_signed(200);
  std::vector<bool> expected(items.size(), true);
  for (const std::size_t culprit : {0U, 31U, 32U, 100U, 101U, 199U}) {
    items[culprit].message.push_back(0);
    expected[culprit] = false;
  }
  EXPECT_EQ(batch_verdicts(items), expected);
}

TEST(VerifyBatch, RefusesAllWhenAllAreBad) {
  std::vector<Signed> items = some_signed(100);
  for (Signed& item : items) {
    item.signature[40] ^= 1U;
  }
  EXPECT_EQ(batch_verdicts(items), std::vector<bool>(100, false));
}

TEST(VerifyBatch, GarbageAmongGoodOnesIsRefusedAlone) {
  std::vector<Signed> items = some_signed(20);
  items[3].signature.clear();
  items[4].signature = Signature(64, 0xFF);
  items[5].key.bytes = Bytes(31, 1);
  items[6].key.bytes = Bytes(32, 0);
  items[6].key.bytes[0] = 2;
  items[7].key.algorithm = SignatureAlgorithm::EcdsaP256Sha256;
  std::vector<bool> expected(20, true);
  for (std::size_t i = 3; i <= 7; ++i) {
    expected[i] = false;
  }
  EXPECT_EQ(batch_verdicts(items), expected);
}

TEST(Verify, SinglyWithAndWithoutCacheAgrees) {
  KeyCache keys;
  for (const Signed& item : some_signed(60)) {
    EXPECT_TRUE(verify(item.key, item.message, item.signature));
    EXPECT_TRUE(verify(keys, item.key, item.message, item.signature));
    EXPECT_FALSE(verify(item.key, as_bytes("another"), item.signature));
    EXPECT_FALSE(verify(keys, item.key, as_bytes("another"), item.signature));
  }
}

}  // namespace
}  // namespace vitalstream::crypto
