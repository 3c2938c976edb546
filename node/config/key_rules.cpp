#include "node/config/key_rules.hpp"

#include "base/assert.hpp"
#include "crypto/provider/pkcs11/pkcs11_uri.hpp"

namespace vitalstream::node {
namespace {

using Broken = std::vector<BrokenRule>;
using crypto::provider::Pkcs11Uri;

constexpr const char* kProvider = "keys.provider";

void check_local(const crypto::provider::LocalOptions& local, Broken& broken) {
  if (local.file.empty()) {
    broken.push_back({"keys.local.file",
                      "the provider `local` needs a key file: make one with "
                      "`vitalstream keys generate`",
                      {kProvider}});
  }
}

void check_uri(std::string_view key, const std::string& text, Broken& broken) {
  const auto uri = Pkcs11Uri::parse(text);
  if (!uri) {
    broken.push_back({key, uri.error().reason, {kProvider}});
  }
}

void check_pkcs11(const crypto::provider::Pkcs11Options& pkcs11, Broken& broken) {
  check_uri("keys.pkcs11.key", pkcs11.key, broken);
  if (!pkcs11.wrapping_key.empty()) {
    check_uri("keys.pkcs11.wrapping_key", pkcs11.wrapping_key, broken);
  }
  if (pkcs11.module.empty() && pkcs11.key.find("module-path=") == std::string::npos) {
    broken.push_back({"keys.pkcs11.module",
                      "the provider `pkcs11` needs the path of the HSM's PKCS#11 module",
                      {kProvider}});
  }
  if (!pkcs11.pin.is_set() && pkcs11.key.find("pin-source=") == std::string::npos) {
    broken.push_back({"keys.pkcs11.pin",
                      "the provider `pkcs11` needs the token's PIN: write file:PATH or env:NAME",
                      {kProvider}});
  }
}

}  // namespace

void check_keys(const KeysConfig& keys, Broken& broken) {
  switch (keys.provider) {
    case KeyProviderKind::Local:
      check_local(keys.local, broken);
      return;
    case KeyProviderKind::Pkcs11:
      check_pkcs11(keys.pkcs11, broken);
      return;
    case KeyProviderKind::Vault:
    case KeyProviderKind::AwsKms:
    case KeyProviderKind::AzureKeyVault:
      broken.push_back({kProvider, "not available in this build: it has `local` and `pkcs11`", {}});
      return;
  }
}

crypto::provider::ProviderOptions provider_options(const KeysConfig& keys) {
  VS_ASSERT(keys.provider == KeyProviderKind::Local || keys.provider == KeyProviderKind::Pkcs11);
  if (keys.provider == KeyProviderKind::Pkcs11) {
    return keys.pkcs11;
  }
  return keys.local;
}

}  // namespace vitalstream::node
