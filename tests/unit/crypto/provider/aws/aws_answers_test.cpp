#include "crypto/provider/aws/aws_answers.hpp"

#include <gtest/gtest.h>

#include "crypto/ecdsa_p256.hpp"
#include "crypto/provider/base64.hpp"
#include "crypto/provider/public_key_encoding.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr auto kP256 = SignatureAlgorithm::EcdsaP256Sha256;

SigningKey some_key(SignatureAlgorithm algorithm) {
  return *SigningKey::from_secret(algorithm, Bytes(32, 0x42));
}

std::unique_ptr<JsonAnswer> json(const std::string& text) {
  return JsonAnswer::parse(as_bytes(text));
}

constexpr const char* kGood =
    R"({"Code":"Success","AccessKeyId":"ASIA1","SecretAccessKey":"a+b/c=","Token":"t==",)"
    R"("Expiration":"2026-11-21T16:04:16Z"})";

TEST(AwsAnswers, CredentialsOfAMachineAreRead) {
  const auto read = credentials_in_json(as_bytes(kGood));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->access_key_id, "ASIA1");
  EXPECT_EQ(as_text(read->secret_access_key.view()), "a+b/c=");
  EXPECT_EQ(as_text(read->session_token.view()), "t==");
  EXPECT_TRUE(read->ends.has_value());
}

TEST(AwsAnswers, CredentialsOfStsAreRead) {
  const auto read = credentials_in_xml(as_bytes(
      "<R><Credentials><AccessKeyId>ASIA2</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
      "<SessionToken>t</SessionToken><Expiration>2026-11-21T16:04:16Z</Expiration></Credentials>"));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->access_key_id, "ASIA2");
}

TEST(AwsAnswers, WhatCouldNotStandInAHeaderIsNoCredential) {
  const std::string good = kGood;
  for (const auto& [from, to] :
       {std::pair("ASIA1", "A\\r\\nX: y"), std::pair("ASIA1", ""), std::pair("a+b/c=", "a b"),
        std::pair("t==", "t\\n"), std::pair("2026-11-21T16:04:16Z", "tomorrow")}) {
    std::string changed = good;
    changed.replace(changed.find(from), std::string_view(from).size(), to);
    const auto read = credentials_in_json(as_bytes(changed));
    ASSERT_TRUE(read.has_error()) << changed;
    EXPECT_EQ(read.error().error, ProviderError::Wrong);
  }
  EXPECT_TRUE(credentials_in_json(as_bytes("{}")).has_error());
  EXPECT_TRUE(credentials_in_xml({}).has_error());
}

TEST(AwsAnswers, APublicKeyForSigningIsRead) {
  for (const auto algorithm : {SignatureAlgorithm::Ed25519, kP256}) {
    const PublicKey key = some_key(algorithm).public_key();
    const auto read = aws_public_key(*json(R"({"KeyUsage":"SIGN_VERIFY","PublicKey":")" +
                                           to_base64(public_key_to_spki(key)) + R"("})"));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(*read, key);
  }
}

TEST(AwsAnswers, AKeyForSomethingElseIsRefused) {
  EXPECT_EQ(
      aws_public_key(*json(R"({"KeyUsage":"ENCRYPT_DECRYPT","PublicKey":"AAAA"})")).error().error,
      ProviderError::Refused);
  EXPECT_EQ(aws_public_key(*json(R"({"KeyUsage":"SIGN_VERIFY","PublicKey":"AAAA"})")).error().error,
            ProviderError::Refused);
  EXPECT_EQ(aws_public_key(*json(R"({"KeyUsage":"SIGN_VERIFY","PublicKey":"@"})")).error().error,
            ProviderError::Wrong);
}

TEST(AwsAnswers, SignaturesAreDerForP256AndRawForEd25519) {
  const Signature p256 = some_key(kP256).sign(as_bytes("m"));
  const auto read_p256 = aws_signature(
      kP256, *json(R"({"Signature":")" + to_base64(p256_signature_to_der(p256)) + R"("})"));
  ASSERT_TRUE(read_p256.has_value());
  EXPECT_EQ(*read_p256, p256);
  const Signature ed = some_key(SignatureAlgorithm::Ed25519).sign(as_bytes("m"));
  const auto read_ed = aws_signature(SignatureAlgorithm::Ed25519,
                                     *json(R"({"Signature":")" + to_base64(ed) + R"("})"));
  ASSERT_TRUE(read_ed.has_value());
  EXPECT_EQ(*read_ed, ed);
  EXPECT_TRUE(aws_signature(kP256, *json("{}")).has_error());
}

TEST(AwsAnswers, HostsFollowTheRegion) {
  EXPECT_EQ(aws_host("kms", "eu-central-1"), "kms.eu-central-1.amazonaws.com");
  EXPECT_EQ(aws_host("sts", "cn-north-1"), "sts.cn-north-1.amazonaws.com.cn");
  EXPECT_TRUE(is_region_name("us-gov-west-1"));
  EXPECT_FALSE(is_region_name("eu/../x"));
  EXPECT_FALSE(is_role_name("../x"));
}

}  // namespace
}  // namespace vitalstream::crypto::provider
