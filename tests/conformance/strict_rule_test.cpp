// The promise of the strict rule: what it accepts, stock libraries accept, and it knows no
// signature that only the cofactor makes valid. And that it is not stricter than it says.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <sodium.h>

#include <memory>
#include <random>

#include "base/hex.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/key_validation.hpp"
#include "crypto/signing_key.hpp"
#include "crypto/verify.hpp"
#include "tests/conformance/ed25519_edge_cases.hpp"
#include "tests/conformance/mutated_signatures.hpp"

namespace vitalstream::crypto {
namespace {

using testing::Candidate;

bool openssl_accepts(const Candidate& candidate) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, candidate.key.bytes.data(),
                                  candidate.key.bytes.size()),
      &EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  return key != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), candidate.signature.data(), candidate.signature.size(),
                          candidate.message.data(), candidate.message.size()) == 1;
}

bool libsodium_accepts(const Candidate& candidate) {
  return candidate.signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(candidate.signature.data(), candidate.message.data(),
                                     candidate.message.size(), candidate.key.bytes.data()) == 0;
}

bool is_accepted(const Candidate& candidate) {
  return verify_strict(candidate.key, candidate.message, candidate.signature);
}

// Whether it is accepted, having compared it with the others.
bool compared(const Candidate& candidate) {
  const bool accepted = is_accepted(candidate);
  const bool elsewhere = openssl_accepts(candidate) && libsodium_accepts(candidate);
  const bool by_cofactor = verify(candidate.key, candidate.message, candidate.signature);
  // With a valid key nothing else is asked than libsodium and OpenSSL ask together.
  const bool expected = elsewhere && validate_public_key(candidate.key).has_value();
  EXPECT_EQ(accepted, expected) << "key " << to_hex(candidate.key.bytes) << " signature "
                                << to_hex(candidate.signature);
  EXPECT_TRUE(!accepted || by_cofactor) << to_hex(candidate.signature);
  return accepted;
}

Candidate candidate_of(const testing::EdgeCase& edge) {
  return {{SignatureAlgorithm::Ed25519, from_hex(edge.key).value_or(Bytes{})},
          from_hex(edge.message).value_or(Bytes{}),
          from_hex(edge.signature).value_or(Bytes{})};
}

TEST(StrictRule, AcceptsWhatHonestSignersMake) {
  for (const Candidate& companion : testing::companions()) {
    EXPECT_TRUE(compared(companion));
  }
}

TEST(StrictRule, RefusesEveryPublishedEdgeCase) {
  for (const testing::EdgeCase& edge : testing::published_edge_cases()) {
    EXPECT_FALSE(compared(candidate_of(edge))) << edge.what;
  }
}

TEST(StrictRule, RefusesAllSmallPointsAsKeyOrR) {
  for (const Bytes& key : testing::small_points()) {
    for (const Bytes& r : testing::small_points()) {
      Signature signature = r;
      signature.resize(64);
      EXPECT_FALSE(compared({{SignatureAlgorithm::Ed25519, key}, Bytes(5, 'Z'), signature}));
    }
  }
}

// The network of the cofactored rule took the order-2 R of one validator for a vote.
TEST(StrictRule, RefusesSmallPartsInKeyAndR) {
  std::mt19937_64 random(2);
  for (std::size_t in_key = 0; in_key < testing::kCanonicalSmallPoints; ++in_key) {
    for (std::size_t in_r = 0; in_r < testing::kCanonicalSmallPoints; ++in_r) {
      const Bytes message(20, static_cast<std::uint8_t>(in_key * 8 + in_r));
      const auto mixed = testing::sign_with_small_parts(random, message, {in_key, in_r});
      const Candidate candidate{mixed.key, message, mixed.signature};
      EXPECT_EQ(compared(candidate), in_key == 0 && in_r == 0) << in_key << ", " << in_r;
    }
  }
}

// The signer knows its key and chooses the nonce zero: s = k a, R the neutral element. OpenSSL
// takes it, libsodium does not.
TEST(StrictRule, RefusesTheNeutralElementAsR) {
  std::mt19937_64 random(3);
  const Bytes message(20, 'm');
  const auto made = testing::sign_with_neutral_r(random, message);
  const Candidate candidate{made.key, message, made.signature};
  EXPECT_TRUE(openssl_accepts(candidate));
  EXPECT_FALSE(libsodium_accepts(candidate));
  EXPECT_TRUE(verify(candidate.key, candidate.message, candidate.signature));
  EXPECT_FALSE(compared(candidate));
}

TEST(StrictRule, AgreesOnTwentyThousandMutatedSignatures) {
  static constexpr std::uint64_t kSeed = 20'260'102;
  static constexpr std::size_t kMutated = 20'000;
  testing::Mutator mutator(kSeed);
  std::size_t accepted = 0;
  for (std::size_t i = 0; i < kMutated && !HasFailure(); ++i) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + ", " + std::to_string(i));
    accepted += compared(mutator.next()) ? 1U : 0U;
  }
  // Swapped for itself, or mixed with nothing.
  EXPECT_GT(accepted, 0U);
  EXPECT_LT(accepted, kMutated / 20);
}

// r and n - s.
Signature other_form_of(Signature signature) {
  static const Bytes kOrder =
      *from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  int borrow = 0;
  for (std::size_t i = kOrder.size(); i-- > 0;) {
    const int difference = kOrder[i] - signature[32 + i] - borrow;
    borrow = difference < 0 ? 1 : 0;
    signature[32 + i] = static_cast<std::uint8_t>(difference & 0xFF);
  }
  return signature;
}

TEST(StrictRule, TakesBothFormsOfP256AsTheOtherRuleDoes) {
  const auto signer = SigningKey::from_secret(SignatureAlgorithm::EcdsaP256Sha256, Bytes(32, 7));
  ASSERT_TRUE(signer.has_value());
  const Bytes message(20, 'm');
  const Signature low = signer->sign(message);
  const Signature high = other_form_of(low);
  ASSERT_NE(low, high);
  for (const Signature& signature : {low, high}) {
    EXPECT_TRUE(verify_strict(signer->public_key(), message, signature));
    EXPECT_TRUE(verify(signer->public_key(), message, signature));
    EXPECT_FALSE(verify_strict(signer->public_key(), as_bytes("other"), signature));
  }
}

}  // namespace
}  // namespace vitalstream::crypto
