#include "crypto/provider/provider_options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitalstream::crypto::provider {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> keys_of(const ProviderOptions& options) {
  std::vector<std::string> keys;
  for (const OptionMistake& mistake : mistakes_in(options)) {
    keys.emplace_back(mistake.key);
    EXPECT_FALSE(mistake.advice.empty());
  }
  return keys;
}

SecretReference secret() { return *SecretReference::parse("file:/run/secrets/one"); }

Pkcs11Options good_pkcs11() {
  Pkcs11Options options;
  options.module = "/usr/lib/hsm.so";
  options.key = "pkcs11:token=chain;object=validator";
  options.pin = secret();
  return options;
}

VaultOptions good_vault() {
  VaultOptions options;
  options.addresses = {"https://vault-0.example:8200", "http://localhost:8200"};
  options.key = "validator";
  options.token = secret();
  return options;
}

TEST(ProviderOptions, TheLocalProviderNeedsAFile) {
  EXPECT_THAT(keys_of(LocalOptions{"key.json"}), IsEmpty());
  EXPECT_THAT(keys_of(LocalOptions{}), ElementsAre("keys.local.file"));
}

TEST(ProviderOptions, ATokenNeedsModuleKeyAndPin) {
  EXPECT_THAT(keys_of(good_pkcs11()), IsEmpty());
  EXPECT_THAT(keys_of(Pkcs11Options{}),
              ElementsAre("keys.pkcs11.module", "keys.pkcs11.key", "keys.pkcs11.pin"));
}

TEST(ProviderOptions, AUriMaySayWhereModuleAndPinAre) {
  Pkcs11Options options = good_pkcs11();
  options.module.clear();
  options.pin = {};
  options.key += "?module-path=/usr/lib/hsm.so&pin-source=/run/secrets/pin";
  EXPECT_THAT(keys_of(options), IsEmpty());
}

TEST(ProviderOptions, TheWrappingKeyInATokenIsAUriToo) {
  Pkcs11Options options = good_pkcs11();
  options.wrapping_key = "wrapping";
  EXPECT_THAT(keys_of(options), ElementsAre("keys.pkcs11.wrapping_key"));
}

TEST(ProviderOptions, VaultNeedsServersKeyAndLogin) {
  EXPECT_THAT(keys_of(good_vault()), IsEmpty());
  EXPECT_THAT(keys_of(VaultOptions{}),
              ElementsAre("keys.vault.addresses", "keys.vault.key", "keys.vault.token"));
}

TEST(ProviderOptions, EachVaultLoginNeedsItsOwn) {
  VaultOptions options = good_vault();
  options.auth = VaultAuth::AppRole;
  EXPECT_THAT(keys_of(options), ElementsAre("keys.vault.secret_id", "keys.vault.role"));
  options.auth = VaultAuth::Kubernetes;
  EXPECT_THAT(keys_of(options), ElementsAre("keys.vault.role"));
  options.role = "validator";
  EXPECT_THAT(keys_of(options), IsEmpty());
}

TEST(ProviderOptions, VaultTokensDoNotGoOverPlainHttp) {
  VaultOptions options = good_vault();
  options.addresses = {"http://vault.example:8200", "vault.example"};
  EXPECT_THAT(keys_of(options), ElementsAre("keys.vault.addresses", "keys.vault.addresses"));
}

TEST(ProviderOptions, NothingCanBeSmuggledIntoAVaultPath) {
  for (const char* name : {"a b", "a?b", "a%2fb", "../sys/seal", "a\nb"}) {
    VaultOptions options = good_vault();
    options.key = name;
    EXPECT_THAT(keys_of(options), ElementsAre("keys.vault.key")) << name;
    options = good_vault();
    options.mount = name;
    EXPECT_THAT(keys_of(options), ElementsAre("keys.vault.mount")) << name;
  }
}

TEST(ProviderOptions, AwsNeedsARegionAndAKey) {
  EXPECT_THAT(keys_of(AwsKmsOptions{}), ElementsAre("keys.aws_kms.region", "keys.aws_kms.key_id"));
  AwsKmsOptions options;
  options.region = "eu-central-1";
  options.key_id = "alias/validator";
  EXPECT_THAT(keys_of(options), IsEmpty());
  options.region = "evil.example/";
  EXPECT_THAT(keys_of(options), ElementsAre("keys.aws_kms.region"));
}

AzureKeyVaultOptions good_azure() {
  AzureKeyVaultOptions options;
  options.vault_url = "https://contoso.vault.azure.net";
  options.key = "validator";
  options.key_version = "0123456789abcdef0123456789abcdef";
  return options;
}

TEST(ProviderOptions, AzureNeedsAVaultAndAKeyAndItsVersion) {
  EXPECT_THAT(keys_of(good_azure()), IsEmpty());
  EXPECT_THAT(keys_of(AzureKeyVaultOptions{}),
              ElementsAre("keys.azure_key_vault.vault_url", "keys.azure_key_vault.key",
                          "keys.azure_key_vault.key_version"));
  for (const char* url : {"http://127.0.0.1", "https://contoso.vault.azure.net/keys", "contoso"}) {
    AzureKeyVaultOptions options = good_azure();
    options.vault_url = url;
    EXPECT_THAT(keys_of(options), ElementsAre("keys.azure_key_vault.vault_url")) << url;
  }
}

TEST(ProviderOptions, NothingCanBeSmuggledIntoAnAzurePath) {
  for (const char* name : {"a b", "a/../b", "a?b", "a%2fb", "a.b"}) {
    AzureKeyVaultOptions options = good_azure();
    options.key = name;
    EXPECT_THAT(keys_of(options), ElementsAre("keys.azure_key_vault.key")) << name;
    options = good_azure();
    options.wrapping_key = name;
    EXPECT_THAT(keys_of(options), ElementsAre("keys.azure_key_vault.wrapping_key",
                                              "keys.azure_key_vault.wrapping_key_version"))
        << name;
  }
}

TEST(ProviderOptions, EachAzureLoginNeedsItsOwn) {
  AzureKeyVaultOptions options = good_azure();
  options.auth = AzureAuth::ClientSecret;
  EXPECT_THAT(keys_of(options),
              ElementsAre("keys.azure_key_vault.tenant_id", "keys.azure_key_vault.client_id",
                          "keys.azure_key_vault.client_secret"));
  options.tenant_id = "contoso.example";
  options.client_id = "app";
  options.auth = AzureAuth::WorkloadIdentity;
  EXPECT_THAT(keys_of(options), ElementsAre("keys.azure_key_vault.federated_token_file"));
  options.federated_token_file = "/var/run/token";
  EXPECT_THAT(keys_of(options), IsEmpty());
  options.authority = "http://login.example";
  EXPECT_THAT(keys_of(options), ElementsAre("keys.azure_key_vault.authority"));
}

TEST(ProviderOptions, AzureTakesTheFirstLoginThatIsConfigured) {
  AzureKeyVaultOptions options = good_azure();
  EXPECT_EQ(chosen_auth(options), AzureAuth::ManagedIdentity);
  options.federated_token_file = "/var/run/token";
  EXPECT_EQ(chosen_auth(options), AzureAuth::WorkloadIdentity);
  options.client_secret = *SecretReference::parse("env:AZURE_CLIENT_SECRET");
  EXPECT_EQ(chosen_auth(options), AzureAuth::ClientSecret);
  options.auth = AzureAuth::ManagedIdentity;
  EXPECT_EQ(chosen_auth(options), AzureAuth::ManagedIdentity);
}

TEST(ProviderOptions, EachKindHasItsName) {
  EXPECT_EQ(provider_name(LocalOptions{}), "local");
  EXPECT_EQ(provider_name(Pkcs11Options{}), "pkcs11");
  EXPECT_EQ(provider_name(VaultOptions{}), "vault");
  EXPECT_EQ(provider_name(AwsKmsOptions{}), "aws_kms");
  EXPECT_EQ(provider_name(AzureKeyVaultOptions{}), "azure_key_vault");
}

}  // namespace
}  // namespace vitalstream::crypto::provider
