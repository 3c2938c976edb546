#include "crypto/provider/azure/azure_answers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/base64url.hpp"
#include "crypto/signing_key.hpp"
#include "tests/unit/crypto/provider/scripted_backend.hpp"

namespace vitalstream::crypto::provider {
namespace {

using namespace std::chrono_literals;
using testing::error_of;
using ::testing::HasSubstr;

constexpr WallSeconds kNow{1'795'276'800s};

SigningKey some_key() {
  return *SigningKey::from_secret(SignatureAlgorithm::EcdsaP256Sha256, Bytes(32, 0x42));
}

struct KeyText {
  std::string type = "EC";
  std::string curve = "P-256";
  std::string uses = R"("sign","verify")";
  std::string attributes = R"("enabled":true)";
  std::string x = to_base64url(ByteView(some_key().public_key().bytes).subspan(1, 32));
  std::string y = to_base64url(ByteView(some_key().public_key().bytes).subspan(33));

  [[nodiscard]] ProviderResult<PublicKey> read() const {
    const std::string text = R"({"key":{"kty":")" + type + R"(","crv":")" + curve +
                             R"(","key_ops":[)" + uses + R"(],"x":")" + x + R"(","y":")" + y +
                             R"("},"attributes":{)" + attributes + "}}";
    return azure_public_key(*JsonAnswer::parse(as_bytes(text)), kNow);
  }
};

ProviderFailure failure_of(int status, const std::string& body) {
  HttpResponse response;
  response.status = status;
  response.body = SecretBytes::copy_of(as_bytes(body));
  return azure_failure("Azure sign", response);
}

TEST(AzureAnswers, APublicKeyForSigningIsRead) {
  const auto key = KeyText{}.read();
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(*key, some_key().public_key());
  EXPECT_TRUE(KeyText{.type = "EC-HSM"}.read().has_value());
}

TEST(AzureAnswers, AKeyThatCannotSignNowIsRefused) {
  for (const KeyText& text :
       {KeyText{.type = "RSA"}, KeyText{.curve = "P-384"}, KeyText{.curve = "P-256K"},
        KeyText{.uses = R"("verify")"}, KeyText{.uses = ""}, KeyText{.attributes = ""},
        KeyText{.attributes = R"("enabled":false)"},
        KeyText{.attributes = R"("enabled":true,"exp":1795276800)"},
        KeyText{.attributes = R"("enabled":true,"nbf":1795276801)"}}) {
    EXPECT_EQ(error_of(text.read()), ProviderError::Refused);
  }
  EXPECT_TRUE(KeyText{.attributes = R"("enabled":true,"exp":1795276801,"nbf":1795276800)"}.read());
}

TEST(AzureAnswers, APointThatIsNoneIsWrong) {
  for (const std::string& x :
       {std::string(), std::string("@"), std::string("AAAA"), to_base64url(Bytes(32, 1))}) {
    EXPECT_EQ(error_of(KeyText{.x = x}.read()), ProviderError::Wrong) << x;
  }
}

TEST(AzureAnswers, AnAnswerOfAnotherKeyOrVersionIsWrong) {
  const auto read = [](const std::string& kid) {
    return azure_value(*JsonAnswer::parse(as_bytes(R"({"value":"AAAA","kid":")" + kid + R"("})")),
                       "/keys/validator/01");
  };
  EXPECT_TRUE(read("https://contoso.vault.azure.net/keys/validator/01").has_value());
  EXPECT_TRUE(read("https://contoso.vault.azure.net/keys/Validator/01").has_value());
  for (const char* kid : {"", "validator/01", "https://v/keys/validator/02",
                          "https://v/keys/validator/01/", "https://v/keys/other/01"}) {
    EXPECT_EQ(error_of(read(kid)), ProviderError::Wrong) << kid;
  }
}

TEST(AzureAnswers, TokensSayWhenTheyEndAsNumberOrText) {
  for (const char* seconds : {"3599", R"("3599")"}) {
    const auto token = azure_token(
        as_bytes(R"({"access_token":"ey.a-_","expires_in":)" + std::string(seconds) + "}"));
    ASSERT_TRUE(token.has_value()) << seconds;
    EXPECT_EQ(token->lifetime, 3599s);
  }
  for (const char* text :
       {"", "{}", R"({"access_token":"ey"})", R"({"access_token":"ey","expires_in":0})",
        R"({"access_token":"ey","expires_in":"1h"})", R"({"access_token":"","expires_in":9})",
        R"({"access_token":"e y","expires_in":9})", R"({"access_token":7,"expires_in":9})"}) {
    EXPECT_EQ(error_of(azure_token(as_bytes(text))), ProviderError::Wrong) << text;
  }
}

TEST(AzureAnswers, TheReasonNamesTheErrorAndWhatToDo) {
  const auto failure = failure_of(403, R"({"error":{"code":"Forbidden","message":"no\nmore",)"
                                       R"("innererror":{"code":"ForbiddenByRbac"}}})");
  EXPECT_EQ(failure.error, ProviderError::Refused);
  EXPECT_THAT(failure.reason, HasSubstr("ForbiddenByRbac: no"));
  EXPECT_THAT(failure.reason, HasSubstr("Key Vault Crypto User"));
  EXPECT_THAT(failure_of(401, R"({"error":"invalid_client","error_description":"AADSTS7"})").reason,
              HasSubstr("invalid_client: AADSTS7"));
}

TEST(AzureAnswers, OnlyWhatMayPassIsUnavailable) {
  for (const int status : {408, 429, 500, 502, 503}) {
    EXPECT_EQ(failure_of(status, "<html>").error, ProviderError::Unavailable) << status;
  }
  for (const int status : {301, 400, 401, 403, 404, 409}) {
    EXPECT_EQ(failure_of(status, "").error, ProviderError::Refused) << status;
  }
}

}  // namespace
}  // namespace vitalstream::crypto::provider
