// The fault matrix of the logins of `azure_key_vault`, against a strict fake.
#include "tests/providers/azure_fixture.hpp"

namespace vitalstream::crypto::provider {
namespace {

TEST_F(AzureTest, ATokenThatHasExpiredIsExchangedWithinTheCall) {
  open();
  clock_.ahead += 20s;
  azure_.revoke_tokens();
  EXPECT_TRUE(sign().has_value());
  EXPECT_EQ(azure_.issued, 2U);
}

TEST_F(AzureTest, ATokenIsExchangedBeforeItEnds) {
  open();
  clock_.ahead += 56min;
  EXPECT_TRUE(sign().has_value());
  EXPECT_EQ(azure_.issued, 2U);
}

TEST_F(AzureTest, WhileTheLoginIsAwayAGoodTokenIsUsed) {
  open();
  answer("/oauth2/v2.0/token", {.status = 503});
  clock_.ahead += 56min;
  EXPECT_TRUE(sign().has_value());
  clock_.ahead += 10min;
  EXPECT_EQ(error_of(sign()), ProviderError::Unavailable);
  azure_.intercept = nullptr;
  EXPECT_TRUE(sign().has_value());
}

TEST_F(AzureTest, ATokenForAnotherAudienceIsRefusedWithoutAStormOfLogins) {
  open();
  azure_.audience = "https://management.azure.com";
  azure_.revoke_tokens();
  clock_.ahead += 20s;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(error_of(sign()), ProviderError::Refused);
  }
  EXPECT_EQ(azure_.issued, 2U);
}

TEST_F(AzureTest, AForeignResourceIsNotFollowed) {
  for (const char* resource : {"https://evil.example", "https://localhost.evil.example",
                               "https://ault.localhost", "https://management.azure.com"}) {
    azure_.challenge_resource = resource;
    expect_refusal_at_start("to which it does not belong");
  }
  EXPECT_EQ(azure_.issued, 0U);
  azure_.challenge_resource.clear();
  open();
  azure_.challenge_resource = "https://evil.example";
  azure_.revoke_tokens();
  clock_.ahead += 20s;
  EXPECT_EQ(error_of(sign()), ProviderError::Refused);
  EXPECT_EQ(azure_.issued, 1U);
}

TEST_F(AzureTest, CredentialsAreNotSentWhereAForeignChallengePoints) {
  FakeHttpServer thief([](const FakeRequest&) { return FakeReply{.status = 400}; },
                       certificate_by(authority_));
  azure_.challenge_authority = thief.url();
  expect_refusal_at_start("keys.azure_key_vault.authority");
  EXPECT_EQ(thief.requests(), 0U);
  EXPECT_EQ(azure_.issued, 0U);
}

TEST_F(AzureTest, AVaultOfAnotherTenantIsNamed) {
  options_.tenant_id = "aaaaaaaa-2222-3333-4444-555555555555";
  expect_refusal_at_start("keys.azure_key_vault.tenant_id");
}

TEST_F(AzureTest, WhatIsNoKeyVaultIsFoundOut) {
  answer("/keys/", {.status = 401});
  EXPECT_EQ(error_of(try_open()), ProviderError::Wrong);
  answer("/keys/", {.status = 401, .headers = {{"www-authenticate", "Basic realm=\"x\""}}});
  EXPECT_EQ(error_of(try_open()), ProviderError::Wrong);
  answer("/keys/", {.body = "{}"});
  EXPECT_EQ(error_of(try_open()), ProviderError::Wrong) << "it asks for no token";
  answer("/keys/", {.status = 503});
  EXPECT_EQ(error_of(try_open()), ProviderError::Unavailable);
}

TEST_F(AzureTest, AServerThatIsNotTrustedIsRefused) {
  const vitalstream::testing::TestCa other("Another");
  options_.ca_file = folder_.write("other.pem", other.certificate_pem());
  EXPECT_EQ(error_of(try_open()), ProviderError::Refused);
  options_.ca_file = folder_.write("ca.pem", authority_.certificate_pem());
  options_.vault_url = url_of("fabrikam.vault.localhost");
  EXPECT_EQ(error_of(try_open()), ProviderError::Refused) << "a certificate of another vault";
}

TEST_F(AzureTest, EachLoginFaultHasItsOutcome) {
  using enum ProviderError;
  const std::string good = R"("token_type":"Bearer","expires_in":3600)";
  const Faults faults{
      {"away", {.cut = true}, Unavailable},
      {"throttled", {.status = 429}, Unavailable},
      {"internal error", {.status = 500}, Unavailable},
      {"wrong secret", {.status = 401, .body = R"({"error":"invalid_client"})"}, Refused},
      {"unknown client", {.status = 400, .body = R"({"error":"unauthorized_client"})"}, Refused},
      {"no token", {.body = "{" + good + "}"}, Wrong},
      {"a token with a line end", {.body = "{" + good + R"(,"access_token":"a\r\nX: y"})"}, Wrong},
      {"a token without end", {.body = R"({"access_token":"ey"})"}, Wrong},
      {"not JSON", {.body = "<html>"}, Wrong},
      {"huge", {.body = std::string(1 << 20, ' ')}, Wrong}};
  for (const Fault& fault : faults) {
    answer("/oauth2/v2.0/token", fault.reply);
    EXPECT_EQ(error_of(try_open()), fault.error) << fault.name;
  }
}

TEST_F(AzureTest, AWrongSecretIsNamedAndNotRepeated) {
  options_.client_secret = secret_in("other", "0ther");
  expect_refusal_at_start("AADSTS7000215");
  EXPECT_EQ(azure_.issued, 0U);
  options_.client_secret = *SecretReference::parse("file:/nowhere/secret");
  expect_refusal_at_start("file:/nowhere/secret");
}

TEST_F(AzureTest, AWorkloadsTokenIsReadAnewAtEachLogin) {
  options_.client_secret = {};
  options_.federated_token_file = folder_.write("federated", azure_.federated_token);
  open();
  azure_.federated_token = "ey.exchanged.token";
  folder_.write("federated", azure_.federated_token);
  azure_.revoke_tokens();
  clock_.ahead += 20s;
  EXPECT_TRUE(sign().has_value());
  azure_.federated_token = "ey.another.token";
  EXPECT_EQ(error_of(try_open()), ProviderError::Refused);
}

TEST_F(AzureTest, AManagedIdentityIsAskedOfTheMachine) {
  options_.client_secret = {};
  options_.tenant_id.clear();
  for (const char* client : {"", FakeAzure::kClient}) {
    options_.client_id = client;
    open();
    EXPECT_TRUE(sign().has_value());
  }
  options_.client_id = "somebody-else";
  expect_refusal_at_start("Identity not found");
}

TEST_F(AzureTest, AMachinesServiceThatIsNotReadyIsAskedAgain) {
  options_.client_secret = {};
  for (const int status : {404, 410, 429, 500}) {
    answer("/metadata/", {.status = status});
    EXPECT_EQ(error_of(try_open()), ProviderError::Unavailable) << status;
  }
  answer("/metadata/", {.status = 400});
  EXPECT_EQ(error_of(try_open()), ProviderError::Refused);
}

}  // namespace
}  // namespace vitalstream::crypto::provider
