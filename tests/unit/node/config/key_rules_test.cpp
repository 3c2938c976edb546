#include "node/config/key_rules.hpp"

#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using crypto::provider::LocalOptions;
using crypto::provider::Pkcs11Options;
using crypto::provider::SecretReference;
using Keys = std::vector<std::string_view>;

KeysConfig pkcs11_keys() {
  KeysConfig keys;
  keys.provider = KeyProviderKind::Pkcs11;
  keys.pkcs11.module = "/usr/lib/hsm.so";
  keys.pkcs11.key = "pkcs11:token=chain;object=validator";
  keys.pkcs11.pin = *SecretReference::parse("file:/run/secrets/pin");
  return keys;
}

Keys broken_by(const KeysConfig& keys) {
  std::vector<BrokenRule> broken;
  check_keys(keys, broken);
  Keys names;
  for (const BrokenRule& rule : broken) {
    names.push_back(rule.key);
  }
  return names;
}

TEST(KeyRules, APkcs11KeyNeedsModuleKeyAndPin) {
  EXPECT_EQ(broken_by(pkcs11_keys()), Keys{});
  KeysConfig keys;
  keys.provider = KeyProviderKind::Pkcs11;
  EXPECT_EQ(broken_by(keys), (Keys{"keys.pkcs11.key", "keys.pkcs11.module", "keys.pkcs11.pin"}));
}

TEST(KeyRules, AUriMaySayWhereModuleAndPinAre) {
  KeysConfig keys = pkcs11_keys();
  keys.pkcs11.module.clear();
  keys.pkcs11.pin = {};
  keys.pkcs11.key += "?module-path=/usr/lib/hsm.so&pin-source=/run/secrets/pin";
  EXPECT_EQ(broken_by(keys), Keys{});
}

TEST(KeyRules, AWrappingKeyIsAUriToo) {
  KeysConfig keys = pkcs11_keys();
  keys.pkcs11.wrapping_key = "wrapping";
  EXPECT_EQ(broken_by(keys), Keys{"keys.pkcs11.wrapping_key"});
}

TEST(KeyRules, TheOptionsAreThoseOfTheChosenProvider) {
  KeysConfig keys = pkcs11_keys();
  keys.local.file = "key.json";
  const auto pkcs11 = provider_options(keys);
  ASSERT_TRUE(std::holds_alternative<Pkcs11Options>(pkcs11));
  EXPECT_EQ(std::get<Pkcs11Options>(pkcs11).key, keys.pkcs11.key);
  keys.provider = KeyProviderKind::Local;
  const auto local = provider_options(keys);
  ASSERT_TRUE(std::holds_alternative<LocalOptions>(local));
  EXPECT_EQ(std::get<LocalOptions>(local).file, "key.json");
}

}  // namespace
}  // namespace vitalstream::node
