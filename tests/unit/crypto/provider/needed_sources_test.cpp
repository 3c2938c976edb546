#include "crypto/provider/needed_sources.hpp"

#include <gtest/gtest.h>

#include <map>

namespace vitalstream::crypto::provider {
namespace {

using Needed = std::map<std::string, std::string>;

SecretReference at(std::string_view text) { return *SecretReference::parse(text); }

Needed needed_by(const ProviderOptions& options) {
  Needed needed;
  for (const NeededSource& source : sources_needed_by(options)) {
    needed.emplace(source.key, source.where.to_string());
  }
  return needed;
}

TEST(NeededSources, AKeyFileAndItsPassphraseIfThereIsOne) {
  LocalOptions options{.file = "/keys/key.json"};
  EXPECT_EQ(needed_by(options), (Needed{{"keys.local.file", "file:/keys/key.json"}}));
  options.passphrase = at("env:PASSPHRASE");
  EXPECT_EQ(needed_by(options).at("keys.local.passphrase"), "env:PASSPHRASE");
}

TEST(NeededSources, AModuleAndAPinWhereverTheyAreNamed) {
  Pkcs11Options options;
  options.module = "/lib/module.so";
  options.key = "pkcs11:token=chain;object=validator";
  options.pin = at("file:/run/pin");
  EXPECT_EQ(needed_by(options), (Needed{{"keys.pkcs11.module", "file:/lib/module.so"},
                                        {"keys.pkcs11.pin", "file:/run/pin"}}));
  options.module.clear();
  options.key += "?module-path=/lib/other.so";
  EXPECT_EQ(needed_by(options).at("keys.pkcs11.key"), "file:/lib/other.so");
  options.module = "/lib/module.so";
  options.key = "pkcs11:token=chain;object=validator?pin-source=/run/other";
  options.pin = {};
  EXPECT_EQ(needed_by(options).at("keys.pkcs11.key"), "file:/run/other");
  options.key = "no URI";
  EXPECT_EQ(needed_by(options), Needed{});
}

TEST(NeededSources, OnlyThoseOfTheChosenLoginToVault) {
  VaultOptions options;
  options.ca_file = "/ca.pem";
  options.token = at("env:VAULT_TOKEN");
  options.secret_id = at("file:/run/secret-id");
  options.jwt_file = "/run/jwt";
  const auto login = [&](VaultAuth auth) {
    options.auth = auth;
    Needed needed = needed_by(options);
    EXPECT_EQ(needed.extract("keys.vault.ca_file").mapped(), "file:/ca.pem");
    return needed;
  };
  EXPECT_EQ(login(VaultAuth::Token), (Needed{{"keys.vault.token", "env:VAULT_TOKEN"}}));
  EXPECT_EQ(login(VaultAuth::AppRole), (Needed{{"keys.vault.secret_id", "file:/run/secret-id"}}));
  EXPECT_EQ(login(VaultAuth::Kubernetes), (Needed{{"keys.vault.jwt_file", "file:/run/jwt"}}));
}

TEST(NeededSources, OnlyThoseOfTheChosenLoginToAzure) {
  AzureKeyVaultOptions options;
  EXPECT_EQ(needed_by(options), Needed{}) << "the machine's identity needs nothing";
  options.federated_token_file = "/run/token";
  EXPECT_EQ(needed_by(options),
            (Needed{{"keys.azure_key_vault.federated_token_file", "file:/run/token"}}));
  options.client_secret = at("env:AZURE_CLIENT_SECRET");
  options.ca_file = "/ca.pem";
  EXPECT_EQ(needed_by(options),
            (Needed{{"keys.azure_key_vault.client_secret", "env:AZURE_CLIENT_SECRET"},
                    {"keys.azure_key_vault.ca_file", "file:/ca.pem"}}));
}

TEST(NeededSources, AwssCredentialsAreFoundByItsOwnRules) {
  AwsKmsOptions options;
  EXPECT_EQ(needed_by(options), Needed{});
  options.ca_file = "/ca.pem";
  EXPECT_EQ(needed_by(options), (Needed{{"keys.aws_kms.ca_file", "file:/ca.pem"}}));
}

}  // namespace
}  // namespace vitalstream::crypto::provider
