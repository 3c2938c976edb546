#include "crypto/provider/aws/aws_credentials.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/support/temp_directory.hpp"
#include "tests/unit/crypto/provider/scripted_backend.hpp"

namespace vitalstream::crypto::provider {
namespace {

using namespace std::chrono_literals;
using testing::error_of;
using ::testing::HasSubstr;

constexpr const char* kNames[] = {"ASIA0", "ASIA1", "ASIA2", "ASIA3", "ASIA4"};

// Answers by what is asked; remembers it.
class ScriptedHttp final : public HttpClient {
 public:
  Result<HttpResponse, HttpFailure> send(const HttpRequest& request, Deadline) override {
    asked.push_back(std::string(to_string(request.method)) + " " + request.url);
    last_body = std::string(as_text(request.body.view()));
    last_headers = request.headers;
    const auto found = answers.find(asked.back());
    if (found == answers.end()) {
      return HttpFailure{HttpError::Connection, "nobody there"};
    }
    HttpResponse response;
    response.status = 200;
    response.body = SecretBytes::copy_of(as_bytes(found->second));
    return response;
  }

  std::map<std::string, std::string> answers;
  std::vector<std::string> asked;
  std::string last_body;
  std::vector<HttpHeader> last_headers;
};

class Clock final : public CallClock {
 public:
  [[nodiscard]] Deadline now() override { return Deadline(1h) + ahead; }
  void sleep_until(Deadline) override {}
  [[nodiscard]] double draw() override { return 0; }
  // 2026-11-21T16:00:00Z
  [[nodiscard]] WallSeconds wall_now() override { return WallSeconds(1'795'276'800s) + ahead; }
  std::chrono::seconds ahead{0};
};

std::string json(int number, std::string_view ends = "2026-11-21T17:00:00Z") {
  return std::string(R"({"AccessKeyId":")") + kNames[number] +
         R"(","SecretAccessKey":"s","Token":"t","Expiration":")" + std::string(ends) + R"("})";
}

class AwsCredentialsTest : public ::testing::Test {
 protected:
  ProviderResult<AwsCredentialSource::Credentials> get() { return source_.credentials({}); }
  std::string id() {
    const auto found = get();
    EXPECT_TRUE(found.has_value()) << found.error().reason;
    return found ? (*found)->access_key_id : "";
  }

  std::map<std::string, std::string> environment_;
  ScriptedHttp http_;
  Clock clock_;
  vitalstream::testing::TempDirectory folder_;
  AwsCredentialSource source_{"eu-central-1",
                              [this](const char* name) -> std::optional<std::string> {
                                const auto found = environment_.find(name);
                                return found == environment_.end() ? std::nullopt
                                                                   : std::optional(found->second);
                              },
                              http_, clock_};
};

TEST_F(AwsCredentialsTest, TheEnvironmentComesFirstAndAsksNobody) {
  environment_ = {{"AWS_ACCESS_KEY_ID", "AKIA"},
                  {"AWS_SECRET_ACCESS_KEY", "secret"},
                  {"AWS_SESSION_TOKEN", "token"},
                  {"AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere"}};
  const auto found = get();
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ((*found)->access_key_id, "AKIA");
  EXPECT_EQ(as_text((*found)->session_token.view()), "token");
  EXPECT_TRUE(http_.asked.empty());
}

TEST_F(AwsCredentialsTest, HalfAKeyIsSaidAndNotPassedOver) {
  environment_ = {{"AWS_ACCESS_KEY_ID", "AKIA"}};
  const auto found = get();
  EXPECT_EQ(error_of(found), ProviderError::Refused);
  EXPECT_THAT(found.error().reason, HasSubstr("AWS_SECRET_ACCESS_KEY"));
}

TEST_F(AwsCredentialsTest, AWebIdentityIsExchangedAtTheRegionsSts) {
  environment_ = {{"AWS_ROLE_ARN", "arn:aws:iam::1:role/r"},
                  {"AWS_WEB_IDENTITY_TOKEN_FILE", folder_.write("jwt", "a.b+c\n").string()}};
  http_.answers["POST https://sts.eu-central-1.amazonaws.com/"] =
      "<X><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
      "<SessionToken>t</SessionToken><Expiration>2026-11-21T17:00:00Z</Expiration></X>";
  EXPECT_EQ(id(), "ASIA1");
  EXPECT_THAT(http_.last_body, HasSubstr("RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&"));
  EXPECT_THAT(http_.last_body, HasSubstr("WebIdentityToken=a.b%2Bc"));
}

TEST_F(AwsCredentialsTest, AContainerIsAskedAtItsAddressWithItsToken) {
  environment_ = {{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/x"}};
  http_.answers["GET http://169.254.170.2/v2/credentials/x"] = json(1);
  EXPECT_EQ(id(), "ASIA1");
}

TEST_F(AwsCredentialsTest, APodsTokenIsReadFromItsFile) {
  environment_ = {
      {"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials"},
      {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", folder_.write("token", "pod token").string()}};
  http_.answers["GET http://169.254.170.23/v1/credentials"] = json(2);
  EXPECT_EQ(id(), "ASIA2");
  ASSERT_EQ(http_.last_headers.size(), 1U);
  EXPECT_EQ(http_.last_headers[0].value, "pod token");
}

TEST_F(AwsCredentialsTest, TheMachineIsAskedLastWithATokenOfItsOwn) {
  http_.answers["PUT http://169.254.169.254/latest/api/token"] = "imds-token";
  http_.answers["GET http://169.254.169.254/latest/meta-data/iam/security-credentials/"] = "role";
  http_.answers["GET http://169.254.169.254/latest/meta-data/iam/security-credentials/role"] =
      json(3);
  EXPECT_EQ(id(), "ASIA3");
  ASSERT_EQ(http_.last_headers.size(), 1U);
  EXPECT_EQ(http_.last_headers[0].value, "imds-token");
}

TEST_F(AwsCredentialsTest, AMachineWhoseRoleIsNoNameIsRefused) {
  http_.answers["PUT http://169.254.169.254/latest/api/token"] = "imds-token";
  http_.answers["GET http://169.254.169.254/latest/meta-data/iam/security-credentials/"] =
      "../../user-data";
  EXPECT_EQ(error_of(get()), ProviderError::Refused);
}

TEST_F(AwsCredentialsTest, SwitchedOffTheMachineIsNotAsked) {
  environment_ = {{"AWS_EC2_METADATA_DISABLED", "true"}};
  EXPECT_EQ(error_of(get()), ProviderError::Refused);
  EXPECT_TRUE(http_.asked.empty());
}

TEST_F(AwsCredentialsTest, NobodyThereIsUnavailableAndSaysWhatWasTried) {
  const auto found = get();
  EXPECT_EQ(error_of(found), ProviderError::Unavailable);
  EXPECT_THAT(found.error().reason, HasSubstr("none in the environment, and IMDS"));
}

class AwsRenewal : public AwsCredentialsTest {
 protected:
  AwsRenewal() {
    environment_ = {{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c"}};
    answer() = json(1);
  }
  std::string& answer() { return http_.answers["GET http://169.254.170.2/c"]; }
};

TEST_F(AwsRenewal, CredentialsAreKeptUntilFiveMinutesBeforeTheirEnd) {
  EXPECT_EQ(id(), "ASIA1");
  answer() = json(2, "2026-11-21T18:00:00Z");
  clock_.ahead = 54min;
  EXPECT_EQ(id(), "ASIA1");
  clock_.ahead = 56min;
  EXPECT_EQ(id(), "ASIA2");
  EXPECT_EQ(http_.asked.size(), 2U);
}

TEST_F(AwsRenewal, WhatIsStillGoodIsUsedWhileNoOthersAreToBeHad) {
  EXPECT_EQ(id(), "ASIA1");
  http_.answers.clear();
  clock_.ahead = 56min;
  EXPECT_EQ(id(), "ASIA1");
  EXPECT_EQ(id(), "ASIA1");
  EXPECT_EQ(http_.asked.size(), 2U) << "not at every call";
  clock_.ahead = 61min;
  EXPECT_EQ(error_of(get()), ProviderError::Unavailable);
}

TEST_F(AwsRenewal, RefusedOnesAreExchangedOnceAndNotAtEveryCall) {
  const auto first = get();
  ASSERT_TRUE(first.has_value());
  answer() = json(2);
  clock_.ahead = 1min;
  const auto second = source_.others(*first, {});
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ((*second)->access_key_id, "ASIA2");
  EXPECT_EQ(*source_.others(*first, {}), *second) << "somebody else has fetched them";
  EXPECT_EQ(error_of(source_.others(*second, {})), ProviderError::Refused);
  EXPECT_EQ(http_.asked.size(), 2U);
}

TEST_F(AwsRenewal, TheSameOnesAgainAreNoOthers) {
  const auto first = get();
  clock_.ahead = 1min;
  EXPECT_EQ(error_of(source_.others(*first, {})), ProviderError::Refused);
}

}  // namespace
}  // namespace vitalstream::crypto::provider
