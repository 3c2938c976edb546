#include "node/cli/keys/key_advice.hpp"

#include "base/assert.hpp"

namespace vitalstream::cli {
namespace {

using crypto::provider::ProviderError;
using node::KeyProviderKind;

std::string_view on_refusal(KeyProviderKind provider) {
  switch (provider) {
    case KeyProviderKind::Local:
      return "Trying again will not help. Compare with docs/keys.md, \"Key file\": the file, its "
             "passphrase, and that only the node's user may read it.";
    case KeyProviderKind::Pkcs11:
      return "Trying again will not help, and a wrong PIN counts at the token each time. Compare "
             "the module, the labels of token and keys, and the PIN with what `pkcs11-tool "
             "--module MODULE --token-label LABEL --login --list-objects` shows (docs/keys.md).";
    case KeyProviderKind::Vault:
    case KeyProviderKind::AwsKms:
    case KeyProviderKind::AzureKeyVault:
      return "Trying again will not help. Compare with docs/keys.md: the names of the keys and "
             "their versions, the credentials and what they permit, the rest of section `keys`.";
  }
  base::assertion_failed("a known KeyProviderKind", __FILE__, __LINE__);
}

std::string_view on_absence(KeyProviderKind provider) {
  switch (provider) {
    case KeyProviderKind::Local:
      return "The key file could not be read. Try again.";
    case KeyProviderKind::Pkcs11:
      return "The token cannot be used now. Is it plugged in, does `pkcs11-tool --module MODULE "
             "--list-slots` show its label, and does this user see what the module needs (its "
             "device, its configuration: SOFTHSM2_CONF for SoftHSM)? Then try again.";
    case KeyProviderKind::Vault:
    case KeyProviderKind::AwsKms:
    case KeyProviderKind::AzureKeyVault:
      return "No usable answer came in time. Is the address right, the service up and unsealed, "
             "and is it reached from this machine (DNS, firewall, proxy)? Then try again.";
  }
  base::assertion_failed("a known KeyProviderKind", __FILE__, __LINE__);
}

}  // namespace

std::string_view advice_on(ProviderError error, KeyProviderKind provider) {
  switch (error) {
    case ProviderError::Refused:
      return on_refusal(provider);
    case ProviderError::Unavailable:
      return on_absence(provider);
    case ProviderError::Wrong:
      return "It answered, and the answer cannot be right: another service at this address, a key "
             "that was exchanged, or something on the way that changes answers. Do not use it "
             "until you know.";
  }
  base::assertion_failed("a known ProviderError", __FILE__, __LINE__);
}

}  // namespace vitalstream::cli
