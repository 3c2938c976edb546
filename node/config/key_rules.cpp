#include "node/config/key_rules.hpp"

#include <utility>

#include "base/assert.hpp"

namespace vitalstream::node {

void check_keys(const KeysConfig& keys, std::vector<BrokenRule>& broken) {
  for (auto& mistake : crypto::provider::mistakes_in(provider_options(keys))) {
    broken.push_back({mistake.key, std::move(mistake.advice), {"keys.provider"}});
  }
}

crypto::provider::ProviderOptions provider_options(const KeysConfig& keys) {
  switch (keys.provider) {
    case KeyProviderKind::Local:
      return keys.local;
    case KeyProviderKind::Pkcs11:
      return keys.pkcs11;
    case KeyProviderKind::Vault:
      return keys.vault;
    case KeyProviderKind::AwsKms:
      return keys.aws_kms;
    case KeyProviderKind::AzureKeyVault:
      return keys.azure_key_vault;
  }
  base::assertion_failed("a known KeyProviderKind", __FILE__, __LINE__);
}

}  // namespace vitalstream::node
