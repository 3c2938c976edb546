#include "crypto/provider/aws/sigv4.hpp"

#include <gtest/gtest.h>

namespace vitalstream::crypto::provider {
namespace {

// The suite that AWS publishes: its credentials, its scope, its time.
constexpr WallSeconds kTime{std::chrono::seconds(1'440'938'160)};
const SigV4Scope kScope{"us-east-1", "service"};
constexpr std::string_view kToken =
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPf"
    "IeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7W"
    "Z0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8F"
    "DrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

AwsCredentials credentials(std::string_view token = "") {
  return {"AKIDEXAMPLE", SecretBytes::copy_of(as_bytes("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")),
          SecretBytes::copy_of(as_bytes(token)), std::nullopt};
}

HttpRequest request(HttpMethod method, std::string_view body = "") {
  HttpRequest made;
  made.method = method;
  made.url = "https://example.amazonaws.com/";
  made.body = SecretBytes::copy_of(as_bytes(body));
  return made;
}

std::string header(const HttpRequest& signed_one, std::string_view name) {
  for (const HttpHeader& one : signed_one.headers) {
    if (one.name == name) {
      return one.value;
    }
  }
  return {};
}

std::string authorization(std::string_view names, std::string_view signature) {
  return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
         "SignedHeaders=" +
         std::string(names) + ", Signature=" + std::string(signature);
}

TEST(SigV4, GetVanilla) {
  HttpRequest made = request(HttpMethod::Get);
  sign_v4(made, credentials(), kScope, kTime);
  EXPECT_EQ(header(made, "X-Amz-Date"), "20150830T123600Z");
  EXPECT_EQ(header(made, "Authorization"),
            authorization("host;x-amz-date",
                          "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"));
}

TEST(SigV4, PostVanilla) {
  HttpRequest made = request(HttpMethod::Post);
  sign_v4(made, credentials(), kScope, kTime);
  EXPECT_EQ(header(made, "Authorization"),
            authorization("host;x-amz-date",
                          "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"));
}

TEST(SigV4, PostXWwwFormUrlencoded) {
  HttpRequest made = request(HttpMethod::Post, "Param1=value1");
  made.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  sign_v4(made, credentials(), kScope, kTime);
  EXPECT_EQ(header(made, "Authorization"),
            authorization("content-type;host;x-amz-date",
                          "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"));
}

TEST(SigV4, PostStsHeaderBefore) {
  HttpRequest made = request(HttpMethod::Post);
  sign_v4(made, credentials(kToken), kScope, kTime);
  EXPECT_EQ(header(made, "X-Amz-Security-Token"), kToken);
  EXPECT_EQ(header(made, "Authorization"),
            authorization("host;x-amz-date;x-amz-security-token",
                          "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"));
}

TEST(SigV4, SpacesInHeadersAreSignedOnceAndAPortThatIsImpliedIsNot) {
  HttpRequest plain = request(HttpMethod::Post);
  plain.headers = {{"X-Note", "one two"}};
  HttpRequest spaced = request(HttpMethod::Post);
  spaced.url = "https://example.amazonaws.com:443/";
  spaced.headers = {{"x-note", "  one   two "}};
  sign_v4(plain, credentials(), kScope, kTime);
  sign_v4(spaced, credentials(), kScope, kTime);
  EXPECT_EQ(header(plain, "Authorization"), header(spaced, "Authorization"));
}

TEST(SigV4, EverythingThatIsSentChangesTheSignature) {
  std::vector<std::string> seen;
  const auto remember = [&](HttpRequest made, const SigV4Scope& scope, WallSeconds time) {
    sign_v4(made, credentials(), scope, time);
    seen.push_back(header(made, "Authorization"));
  };
  remember(request(HttpMethod::Post), kScope, kTime);
  remember(request(HttpMethod::Post, "x"), kScope, kTime);
  remember(request(HttpMethod::Get), kScope, kTime);
  remember(request(HttpMethod::Post), {"us-east-2", "service"}, kTime);
  remember(request(HttpMethod::Post), {"us-east-1", "kms"}, kTime);
  remember(request(HttpMethod::Post), kScope, kTime + std::chrono::seconds(1));
  HttpRequest other_host = request(HttpMethod::Post);
  other_host.url = "https://example.amazonaws.com:8443/";
  remember(std::move(other_host), kScope, kTime);
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(std::unique(seen.begin(), seen.end()), seen.end());
}

}  // namespace
}  // namespace vitalstream::crypto::provider
