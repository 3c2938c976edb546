#include "crypto/provider/http/http_client.hpp"

#include <gtest/gtest.h>

#include "crypto/provider/limits.hpp"

namespace vitalstream::crypto::provider {
namespace {

HttpResponse with_header(std::string name, std::string value) {
  HttpResponse response;
  response.headers = {{std::move(name), std::move(value)}};
  return response;
}

TEST(HttpClient, FailuresThatMayPassAreUnavailable) {
  for (const auto error : {HttpError::Timeout, HttpError::Connection, HttpError::TlsHandshake}) {
    EXPECT_EQ(to_provider_failure({error, ""}).error, ProviderError::Unavailable);
  }
}

TEST(HttpClient, AServerThatIsAnotherIsRefusedAndAnAnswerThatIsNoneIsWrong) {
  EXPECT_EQ(to_provider_failure({HttpError::Certificate, ""}).error, ProviderError::Refused);
  EXPECT_EQ(to_provider_failure({HttpError::BadRequest, ""}).error, ProviderError::Refused);
  EXPECT_EQ(to_provider_failure({HttpError::TooLarge, ""}).error, ProviderError::Wrong);
  EXPECT_EQ(to_provider_failure({HttpError::Malformed, ""}).error, ProviderError::Wrong);
}

TEST(HttpClient, RetryAfterIsWholeSecondsWithinReason) {
  EXPECT_EQ(retry_after(with_header("retry-after", "2")), Milliseconds(2000));
  EXPECT_EQ(retry_after(with_header("retry-after", "99999")), kRetryAfterMax);
  EXPECT_EQ(retry_after(with_header("retry-after", "99999999999999")), Milliseconds(0));
  EXPECT_EQ(retry_after(with_header("retry-after", "soon")), Milliseconds(0));
  EXPECT_EQ(retry_after(HttpResponse{}), Milliseconds(0));
}

}  // namespace
}  // namespace vitalstream::crypto::provider
