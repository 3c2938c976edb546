#include "node/app/valid_signatures.hpp"

#include <gtest/gtest.h>

#include "crypto/sha256.hpp"
#include "crypto/signing_key.hpp"
#include "node/app/verify_pool.hpp"

namespace vitalstream::node {
namespace {

Hash32 number(std::uint8_t value) {
  return crypto::sha256(Bytes{value});
}

class SignedText {
 public:
  explicit SignedText(Bytes text)
      : key_(*crypto::SigningKey::from_secret(crypto::SignatureAlgorithm::Ed25519, number(1))),
        public_(key_.public_key()),
        text_(std::move(text)),
        signature_(key_.sign(text_)) {}
  [[nodiscard]] ValidSignatures::Item item() const { return {&public_, text_, signature_}; }
  void spoil() { signature_[5] ^= 1; }

 private:
  crypto::SigningKey key_;
  crypto::PublicKey public_;
  Bytes text_;
  crypto::Signature signature_;
};

TEST(ValidSignatures, RemembersNoMoreThanItsLimitAndForgetsTheUnusedFirst) {
  ValidSignatures valid(4);
  valid.remember(number(1));
  for (std::uint8_t i = 2; i < 50; ++i) {
    valid.remember(number(i));
    EXPECT_TRUE(valid.contains(number(1))) << "it is in use";
    EXPECT_LE(valid.size(), 4U);
  }
  EXPECT_FALSE(valid.contains(number(2)));
}

TEST(ValidSignatures, EveryPartOfAnItemIsItsIdentity) {
  const SignedText one(Bytes{1, 2, 3});
  const SignedText other(Bytes{1, 2, 4});
  EXPECT_EQ(ValidSignatures::identity(one.item()), ValidSignatures::identity(one.item()));
  EXPECT_NE(ValidSignatures::identity(one.item()), ValidSignatures::identity(other.item()));
  ValidSignatures::Item mixed = one.item();
  mixed.signature = other.item().signature;
  EXPECT_NE(ValidSignatures::identity(one.item()), ValidSignatures::identity(mixed));
}

TEST(ValidSignatures, AWorkerAnswersTheSameWhetherItRemembersOrNot) {
  VerifyWorker worker;
  const SignedText good(Bytes{1});
  SignedText bad(Bytes{2});
  bad.spoil();
  const std::vector<ValidSignatures::Item> items{bad.item(), good.item(), bad.item()};
  const std::vector<bool> expected{false, true, false};
  EXPECT_EQ(worker.check(items), expected);
  EXPECT_EQ(worker.check(items), expected);
}

}  // namespace
}  // namespace vitalstream::node
