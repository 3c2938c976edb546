#include "crypto/provider/vault/vault_answers.hpp"

#include <gtest/gtest.h>

#include "base/base64url.hpp"
#include "crypto/provider/base64.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr auto kEd25519 = SignatureAlgorithm::Ed25519;
constexpr auto kP256 = SignatureAlgorithm::EcdsaP256Sha256;

Signature some_signature(SignatureAlgorithm algorithm) {
  return SigningKey::from_secret(algorithm, Bytes(32, 0x42))->sign(as_bytes("m"));
}

ProviderResult<PublicKey> key_in(std::string_view json, std::uint64_t version) {
  return vault_public_key(*JsonAnswer::parse(as_bytes(json)), version);
}

TEST(VaultAnswers, ASignatureOfThePinnedVersionIsRead) {
  const Signature ed = some_signature(kEd25519);
  const auto read_ed = vault_signature(kEd25519, 3, "vault:v3:" + to_base64(ed));
  ASSERT_TRUE(read_ed.has_value());
  EXPECT_EQ(*read_ed, ed);
  const Signature p256 = some_signature(kP256);
  const auto read_p256 = vault_signature(kP256, 12, "vault:v12:" + to_base64url(p256));
  ASSERT_TRUE(read_p256.has_value());
  EXPECT_EQ(*read_p256, p256);
}

TEST(VaultAnswers, ASignatureOfAnotherVersionIsWrong) {
  const std::string text = to_base64(some_signature(kEd25519));
  for (const std::string prefix : {"vault:v1:", "vault:v33:", "vault:v:", "", "vault:v3"}) {
    const auto read = vault_signature(kEd25519, 3, prefix + text);
    ASSERT_TRUE(read.has_error()) << prefix;
    EXPECT_EQ(read.error().error, ProviderError::Wrong);
  }
}

// As Vault 1.21.1 answered.
TEST(VaultAnswers, APublicKeyIsReadAsVaultWritesIt) {
  const auto ed =
      key_in(R"({"data":{"keys":{"1":{"certificate_chain":"","name":"ed25519",)"
             R"("public_key":"zUTgWYyhFddHSoBc5mW16GYscp99s/iNQDWMfcKaCjE="}},"type":"ed25519"}})",
             1);
  ASSERT_TRUE(ed.has_value());
  EXPECT_EQ(ed->algorithm, kEd25519);
  const auto p256 =
      key_in(R"({"data":{"keys":{"2":{"name":"P-256","public_key":"-----BEGIN PUBLIC KEY-----\n)"
             R"(MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEE4z6IgyIKaK7Gmdd9rLo2AwYRB/M\n)"
             R"(SJV6Ogv8TktAIYPKU3cpfXXu22Ijk7RiMzHO0+wbULPxYL4nlIm+5DbQhA==\n)"
             R"(-----END PUBLIC KEY-----\n"}},"type":"ecdsa-p256"}})",
             2);
  ASSERT_TRUE(p256.has_value());
  EXPECT_EQ(p256->algorithm, kP256);
}

TEST(VaultAnswers, AnotherTypeOrVersionIsRefused) {
  for (const char* json : {R"({"data":{"type":"rsa-2048","keys":{"1":{"public_key":"x"}}}})",
                           R"({"data":{"type":"ed25519","keys":{"2":{"public_key":"x"}}}})",
                           R"({"data":{"type":"ed25519","keys":{"1":1700000000}}})", "{}"}) {
    const auto key = key_in(json, 1);
    ASSERT_TRUE(key.has_error()) << json;
    EXPECT_EQ(key.error().error, ProviderError::Refused) << json;
  }
}

TEST(VaultAnswers, AKeyOfAnotherTypeThanClaimedIsWrong) {
  const auto key = key_in(R"({"data":{"keys":{"1":{"public_key":"-----BEGIN PUBLIC KEY-----\n)"
                          R"(MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n)"
                          R"(-----END PUBLIC KEY-----\n"}},"type":"ecdsa-p256"}})",
                          1);
  ASSERT_TRUE(key.has_error());
  EXPECT_EQ(key.error().error, ProviderError::Wrong);
}

}  // namespace
}  // namespace vitalstream::crypto::provider
