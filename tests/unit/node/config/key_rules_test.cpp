#include "node/config/key_rules.hpp"

#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using crypto::provider::LocalOptions;
using crypto::provider::Pkcs11Options;
using crypto::provider::VaultOptions;
using Keys = std::vector<std::string_view>;

Keys broken_by(const KeysConfig& keys) {
  std::vector<BrokenRule> broken;
  check_keys(keys, broken);
  Keys names;
  for (const BrokenRule& rule : broken) {
    names.push_back(rule.key);
    EXPECT_EQ(rule.involved, Keys{"keys.provider"});
  }
  return names;
}

TEST(KeyRules, WhatTheChosenProviderNeedsIsDemanded) {
  KeysConfig keys;
  keys.provider = KeyProviderKind::Pkcs11;
  EXPECT_EQ(broken_by(keys), (Keys{"keys.pkcs11.module", "keys.pkcs11.key", "keys.pkcs11.pin"}));
  keys.provider = KeyProviderKind::Vault;
  EXPECT_EQ(broken_by(keys), (Keys{"keys.vault.addresses", "keys.vault.key", "keys.vault.token"}));
}

TEST(KeyRules, AwsNeedsARegionAndAKey) {
  KeysConfig keys;
  keys.provider = KeyProviderKind::AwsKms;
  EXPECT_EQ(broken_by(keys), (Keys{"keys.aws_kms.region", "keys.aws_kms.key_id"}));
  keys.aws_kms.region = "eu-central-1";
  keys.aws_kms.key_id = "alias/validator";
  EXPECT_EQ(broken_by(keys), Keys{});
  EXPECT_TRUE(std::holds_alternative<crypto::provider::AwsKmsOptions>(provider_options(keys)));
}

TEST(KeyRules, AzureNeedsAVaultAndAKeyAndItsVersion) {
  KeysConfig keys;
  keys.provider = KeyProviderKind::AzureKeyVault;
  EXPECT_EQ(broken_by(keys), (Keys{"keys.azure_key_vault.vault_url", "keys.azure_key_vault.key",
                                   "keys.azure_key_vault.key_version"}));
  keys.azure_key_vault.vault_url = "https://contoso.vault.azure.net";
  keys.azure_key_vault.key = "validator";
  keys.azure_key_vault.key_version = "0123456789abcdef0123456789abcdef";
  EXPECT_EQ(broken_by(keys), Keys{}) << "the machine's identity needs nothing";
  EXPECT_TRUE(
      std::holds_alternative<crypto::provider::AzureKeyVaultOptions>(provider_options(keys)));
}

TEST(KeyRules, WhatOtherProvidersNeedIsNot) {
  KeysConfig keys;
  keys.local.file = "key.json";
  EXPECT_EQ(broken_by(keys), Keys{});
}

TEST(KeyRules, TheOptionsAreThoseOfTheChosenProvider) {
  KeysConfig keys;
  keys.local.file = "key.json";
  keys.pkcs11.key = "pkcs11:token=chain;object=validator";
  keys.vault.key = "validator";
  const auto local = provider_options(keys);
  ASSERT_TRUE(std::holds_alternative<LocalOptions>(local));
  EXPECT_EQ(std::get<LocalOptions>(local).file, "key.json");
  keys.provider = KeyProviderKind::Pkcs11;
  const auto pkcs11 = provider_options(keys);
  ASSERT_TRUE(std::holds_alternative<Pkcs11Options>(pkcs11));
  EXPECT_EQ(std::get<Pkcs11Options>(pkcs11).key, keys.pkcs11.key);
  keys.provider = KeyProviderKind::Vault;
  const auto vault = provider_options(keys);
  ASSERT_TRUE(std::holds_alternative<VaultOptions>(vault));
  EXPECT_EQ(std::get<VaultOptions>(vault).key, "validator");
}

}  // namespace
}  // namespace vitalstream::node
