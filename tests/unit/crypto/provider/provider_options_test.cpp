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

SecretReference secret() {
  return *SecretReference::parse("file:/run/secrets/one");
}

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

TEST(ProviderOptions, EachKindHasItsName) {
  EXPECT_EQ(provider_name(LocalOptions{}), "local");
  EXPECT_EQ(provider_name(Pkcs11Options{}), "pkcs11");
  EXPECT_EQ(provider_name(VaultOptions{}), "vault");
  EXPECT_EQ(provider_name(AwsKmsOptions{}), "aws_kms");
}

}  // namespace
}  // namespace vitalstream::crypto::provider
