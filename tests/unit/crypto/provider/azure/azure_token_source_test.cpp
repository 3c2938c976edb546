#include "crypto/provider/azure/azure_token_source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_directory.hpp"
#include "tests/unit/crypto/provider/scripted_backend.hpp"

namespace vitalstream::crypto::provider {
namespace {

using namespace std::chrono_literals;
using testing::error_of;
using ::testing::HasSubstr;

// Gives out token after token while it is there; remembers what it was asked.
class LoginHttp final : public HttpClient {
 public:
  Result<HttpResponse, HttpFailure> send(const HttpRequest& request, Deadline) override {
    ++asked;
    url = request.url;
    body = std::string(as_text(request.body.view()));
    headers = request.headers;
    if (is_away) {
      return HttpFailure{HttpError::Connection, "nobody there"};
    }
    HttpResponse response;
    response.status = 200;
    response.body = SecretBytes::copy_of(as_bytes(R"({"access_token":"ey)" +
                                                  std::to_string(is_stubborn ? 0 : asked) +
                                                  R"(","expires_in":3600})"));
    return response;
  }

  bool is_away = false;
  // Always the same token.
  bool is_stubborn = false;
  unsigned asked = 0;
  std::string url;
  std::string body;
  std::vector<HttpHeader> headers;
};

class Clock final : public CallClock {
 public:
  [[nodiscard]] Deadline now() override { return Deadline(1h) + ahead; }
  void sleep_until(Deadline) override {}
  [[nodiscard]] double draw() override { return 0; }
  std::chrono::seconds ahead{0};
};

class AzureTokenSourceTest : public ::testing::Test {
 protected:
  AzureTokenSourceTest() {
    options_.tenant_id = "tenant";
    options_.client_id = "app";
    options_.client_secret = *SecretReference::parse("file:" + write("secret", "a+b&c").string());
    options_.authority = "https://login.example/";
  }
  std::filesystem::path write(const std::string& name, const std::string& text) {
    return folder_.write(name, text);
  }
  AzureTokenSource& source() {
    if (source_ == nullptr) {
      source_ =
          std::make_unique<AzureTokenSource>(options_, "https://vault.azure.net", http_, clock_);
    }
    return *source_;
  }
  std::string token() {
    const auto found = source().token({});
    return found ? std::string(as_text((*found)->view())) : found.error().reason;
  }

  vitalstream::testing::TempDirectory folder_;
  AzureKeyVaultOptions options_;
  LoginHttp http_;
  Clock clock_;
  std::unique_ptr<AzureTokenSource> source_;
};

TEST_F(AzureTokenSourceTest, AnApplicationShowsItsSecret) {
  EXPECT_EQ(token(), "ey1");
  EXPECT_EQ(http_.url, "https://login.example/tenant/oauth2/v2.0/token");
  EXPECT_EQ(http_.body,
            "grant_type=client_credentials&client_id=app"
            "&scope=https%3A%2F%2Fvault.azure.net%2F.default&client_secret=a%2Bb%26c");
}

TEST_F(AzureTokenSourceTest, AWorkloadShowsTheTokenOfItsCluster) {
  options_.client_secret = {};
  options_.federated_token_file = write("federated", "ey.jwt\n");
  EXPECT_EQ(token(), "ey1");
  EXPECT_THAT(http_.body, HasSubstr("&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3A"
                                    "client-assertion-type%3Ajwt-bearer"
                                    "&client_assertion=ey.jwt"));
}

TEST_F(AzureTokenSourceTest, AMachineShowsNothingAndSaysWhichOfItsIdentities) {
  options_.client_secret = {};
  EXPECT_EQ(token(), "ey1");
  EXPECT_EQ(http_.url,
            "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01"
            "&resource=https%3A%2F%2Fvault.azure.net&client_id=app");
  ASSERT_EQ(http_.headers.size(), 1U);
  EXPECT_EQ(http_.headers[0].name, "Metadata");
}

TEST_F(AzureTokenSourceTest, ATokenServesUntilFiveMinutesBeforeItsEnd) {
  EXPECT_EQ(token(), "ey1");
  clock_.ahead = 54min;
  EXPECT_EQ(token(), "ey1");
  clock_.ahead = 56min;
  EXPECT_EQ(token(), "ey2");
}

TEST_F(AzureTokenSourceTest, OneThatIsStillGoodServesWhileTheLoginIsAwayAndIsNotRenewedInAStorm) {
  EXPECT_EQ(token(), "ey1");
  http_.is_away = true;
  clock_.ahead = 56min;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(token(), "ey1");
  }
  EXPECT_EQ(http_.asked, 2U);
  clock_.ahead += 11s;
  EXPECT_EQ(token(), "ey1");
  EXPECT_EQ(http_.asked, 3U);
  clock_.ahead = 61min;
  EXPECT_THAT(token(), HasSubstr("nobody there"));
  http_.is_away = false;
  EXPECT_EQ(token(), "ey5");
}

TEST_F(AzureTokenSourceTest, AfterARefusalThereIsAnotherOnceAndThenPatience) {
  const auto first = source().token({});
  clock_.ahead = 20s;
  const auto second = source().another(*first, {});
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(as_text((*second)->view()), "ey2");
  EXPECT_EQ(as_text((*source().another(*first, {}))->view()), "ey2")
      << "whoever was refused with the first takes what the others have fetched";
  EXPECT_EQ(error_of(source().another(*second, {})), ProviderError::Refused);
  EXPECT_EQ(http_.asked, 2U);
}

TEST_F(AzureTokenSourceTest, TheSameTokenAgainIsNoOther) {
  http_.is_stubborn = true;
  const auto first = source().token({});
  clock_.ahead = 20s;
  EXPECT_EQ(error_of(source().another(*first, {})), ProviderError::Refused);
}

TEST_F(AzureTokenSourceTest, ASecretThatIsNotThereIsNamedAndNobodyAsked) {
  options_.client_secret = *SecretReference::parse("env:VS_TEST_NOT_SET");
  EXPECT_THAT(token(), HasSubstr("env:VS_TEST_NOT_SET"));
  EXPECT_EQ(http_.asked, 0U);
}

}  // namespace
}  // namespace vitalstream::crypto::provider
