#include "crypto/provider/aws/aws_error.hpp"

#include <gtest/gtest.h>

namespace vitalstream::crypto::provider {
namespace {

HttpResponse answer(int status, std::string_view body) {
  HttpResponse response;
  response.status = status;
  response.body = SecretBytes::copy_of(as_bytes(body));
  return response;
}

ProviderError meaning(std::string_view name, int status = 400) {
  return aws_failure("Sign", answer(status, "{\"__type\":\"" + std::string(name) + "\"}")).error;
}

TEST(AwsError, IsReadFromJsonAndFromXml) {
  const AwsError json = aws_error(
      answer(400, R"({"__type":"com.amazonaws.kms#DisabledException:x","message":"k is off"})"));
  EXPECT_EQ(json.name, "DisabledException");
  EXPECT_EQ(json.message, "k is off");
  const AwsError xml = aws_error(
      answer(403, "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>old</Message></Error>"));
  EXPECT_EQ(xml.name, "ExpiredToken");
  EXPECT_EQ(xml.message, "old");
  EXPECT_EQ(aws_error(answer(502, "<html>bad gateway</html>")).name, "");
}

TEST(AwsError, DisabledAndForbiddenAreRefused) {
  for (const char* name :
       {"DisabledException", "AccessDeniedException", "NotFoundException",
        "KMSInvalidStateException", "InvalidKeyUsageException", "ValidationException", ""}) {
    EXPECT_EQ(meaning(name), ProviderError::Refused) << name;
  }
}

TEST(AwsError, ThrottlingAndDefectsAreUnavailableWhateverTheStatus) {
  for (const char* name : {"ThrottlingException", "KMSInternalException", "LimitExceededException",
                           "DependencyTimeoutException", "KeyUnavailableException"}) {
    EXPECT_EQ(meaning(name), ProviderError::Unavailable) << name;
  }
  EXPECT_EQ(meaning("SomethingNew", 500), ProviderError::Unavailable);
  EXPECT_EQ(meaning("SomethingNew", 429), ProviderError::Unavailable);
  EXPECT_EQ(meaning("", 408), ProviderError::Unavailable);
}

TEST(AwsError, AForgedCiphertextIsWrong) {
  EXPECT_EQ(meaning("InvalidCiphertextException"), ProviderError::Wrong);
  EXPECT_EQ(meaning("IncorrectKeyException"), ProviderError::Wrong);
}

TEST(AwsError, TheReasonIsOnePrintableLine) {
  const auto failure =
      aws_failure("Sign", answer(400, R"({"__type":"X","message":"a\nb\u0007c"})"));
  EXPECT_EQ(failure.reason, "Sign: status 400: X: a b c");
}

TEST(AwsError, XmlTextIsThatOfTheOnlyTag) {
  EXPECT_EQ(xml_text("<a><b>1</b></a>", "b"), "1");
  for (const char* xml : {"", "<b>", "</b><b>", "<b>1</b><b>2</b>", "<bb>1</bb>"}) {
    EXPECT_FALSE(xml_text(xml, "b")) << xml;
  }
}

}  // namespace
}  // namespace vitalstream::crypto::provider
