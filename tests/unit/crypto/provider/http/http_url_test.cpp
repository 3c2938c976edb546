#include "crypto/provider/http/http_url.hpp"

#include <gtest/gtest.h>

namespace vitalstream::crypto::provider {
namespace {

TEST(HttpUrl, IsTakenApart) {
  const auto url = parse_http_url("https://vault.example:8200/v1/sys/health?standbyok=true");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->is_tls);
  EXPECT_EQ(url->host, "vault.example");
  EXPECT_EQ(url->authority, "vault.example:8200");
  EXPECT_EQ(url->target, "/v1/sys/health?standbyok=true");
}

TEST(HttpUrl, HasATargetEvenWithoutAPath) {
  EXPECT_EQ(parse_http_url("http://localhost:1")->target, "/");
  EXPECT_EQ(parse_http_url("http://localhost?a=b")->target, "/?a=b");
  EXPECT_EQ(parse_http_url("http://[::1]:80/a")->host, "::1");
}

TEST(HttpUrl, RefusesWhatAReaderCouldMistakeForAnother) {
  for (const char* text :
       {"", "vault", "ftp://vault", "https://", "https:///path", "https://user@vault/",
        "https://user:secret@vault/", "https://vault/#a", "https://va ult/", "https://vault/\n",
        "https://vault\\@evil/", "HTTPS://vault/", "https://[::1/"}) {
    EXPECT_FALSE(parse_http_url(text)) << text;
  }
}

TEST(HttpUrl, CredentialsGoOverPlainHttpOnlyWithinTheMachineAndToItsMetadata) {
  for (const char* text :
       {"https://vault.example", "http://localhost:8200", "http://127.0.0.1", "http://127.1.2.3",
        "http://[::1]:8200", "http://169.254.169.254/latest", "http://169.254.170.2/v2"}) {
    EXPECT_TRUE(may_be_asked(*parse_http_url(text))) << text;
  }
  for (const char* text : {"http://vault.example", "http://10.0.0.1", "http://localhost.evil",
                           "http://127.0.0.1.evil", "http://169.254.1.1", "http://127.evil"}) {
    EXPECT_FALSE(may_be_asked(*parse_http_url(text))) << text;
  }
}

TEST(HttpUrl, TheMachineAndItsMetadataAreNearWhateverTheyAreAskedBy) {
  for (const char* text :
       {"http://169.254.169.254/", "https://localhost", "http://[fd00:ec2::254]"}) {
    EXPECT_TRUE(is_near(*parse_http_url(text))) << text;
  }
  for (const char* text : {"https://vault.example", "https://169.254.1.1", "https://x.localhost"}) {
    EXPECT_FALSE(is_near(*parse_http_url(text))) << text;
  }
}

}  // namespace
}  // namespace vitalstream::crypto::provider
