#include "crypto/provider/azure/azure_challenge.hpp"

#include <gtest/gtest.h>

#include <string>

namespace vitalstream::crypto::provider {
namespace {

constexpr const char* kTenant = "11111111-2222-3333-4444-555555555555";

std::string header(const std::string& authority, const std::string& resource) {
  return "Bearer authorization=\"" + authority + "/" + kTenant + "\", resource=\"" + resource +
         "\"";
}

bool is_followed(const std::string& vault, const std::string& resource) {
  AzureKeyVaultOptions options;
  options.auth = AzureAuth::ClientSecret;
  const auto challenge =
      parse_azure_challenge(header("https://login.microsoftonline.com", resource));
  return challenge &&
         check_azure_challenge(*challenge, *parse_http_url(vault), options).has_value();
}

TEST(AzureChallenge, SaysWhereToLogInAndWhatFor) {
  const auto challenge =
      parse_azure_challenge(header("https://login.microsoftonline.com", "https://vault.azure.net"));
  ASSERT_TRUE(challenge.has_value());
  EXPECT_EQ(challenge->authority, "login.microsoftonline.com");
  EXPECT_EQ(challenge->tenant, kTenant);
  EXPECT_EQ(challenge->resource, "https://vault.azure.net");
}

TEST(AzureChallenge, AScopeIsAResourceWithAnEnd) {
  const auto challenge =
      parse_azure_challenge(R"(Bearer authorization_uri="https://login.example/t", )"
                            R"(scope="https://vault.azure.net/.default")");
  ASSERT_TRUE(challenge.has_value());
  EXPECT_EQ(challenge->resource, "https://vault.azure.net");
}

TEST(AzureChallenge, WhatIsNoneIsNothing) {
  for (const char* text :
       {"", "Bearer", "Bearer ", "Basic realm=\"x\"", "Bearer resource=\"https://vault.azure.net\"",
        "Bearer authorization=\"https://l/t\"", "Bearer authorization=\"https://l/t\", resource=\"",
        "Bearer authorization=\"http://l/t\", resource=\"https://vault.azure.net\"",
        "Bearer authorization=\"https://l/t\", resource=\"http://vault.azure.net\"",
        "Bearer authorization=\"https://l/t\", resource=\"https://vault.azure.net/path\"",
        "Bearer xauthorization=\"https://l/t\", resource=\"https://vault.azure.net\""}) {
    EXPECT_FALSE(parse_azure_challenge(text).has_value()) << text;
  }
  EXPECT_FALSE(parse_azure_challenge(header("https://l", "https://" + std::string(8000, 'v'))));
}

TEST(AzureChallenge, ATokenIsOnlyForWhatTheVaultBelongsTo) {
  EXPECT_TRUE(is_followed("https://contoso.vault.azure.net", "https://vault.azure.net"));
  EXPECT_TRUE(is_followed("https://Contoso.Vault.Azure.net", "https://vault.azure.NET/"));
  EXPECT_TRUE(is_followed("https://contoso.managedhsm.azure.net", "https://managedhsm.azure.net"));
  EXPECT_FALSE(is_followed("https://contoso.vault.azure.net", "https://managedhsm.azure.net"));
  EXPECT_FALSE(is_followed("https://contoso.vault.azure.net", "https://ault.azure.net"));
  EXPECT_FALSE(is_followed("https://contoso.vault.azure.net", "https://contoso.vault.azure.net"));
  EXPECT_FALSE(is_followed("https://vault.azure.net.evil.example", "https://vault.azure.net"));
}

TEST(AzureChallenge, OnlyTheConfiguredAuthorityAndTenantAreTrusted) {
  const HttpUrl vault = *parse_http_url("https://contoso.vault.azure.net");
  AzureKeyVaultOptions options;
  options.auth = AzureAuth::WorkloadIdentity;
  AzureChallenge challenge{"login.microsoftonline.com", kTenant, "https://vault.azure.net"};
  const auto follows = [&] { return check_azure_challenge(challenge, vault, options).has_value(); };
  EXPECT_TRUE(follows());
  options.tenant_id = kTenant;
  EXPECT_TRUE(follows());
  options.tenant_id = "contoso.onmicrosoft.com";
  EXPECT_TRUE(follows()) << "a name says nothing about the number";
  options.tenant_id = "21111111-2222-3333-4444-555555555555";
  EXPECT_FALSE(follows());
  options.tenant_id.clear();
  challenge.authority = "login.evil.example";
  EXPECT_FALSE(follows());
  options.auth = AzureAuth::ManagedIdentity;
  EXPECT_TRUE(follows()) << "the machine is asked, and no authority";
}

}  // namespace
}  // namespace vitalstream::crypto::provider
