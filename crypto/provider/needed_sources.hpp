#pragma once
// Which files and variables a provider will read on the machine where it is opened: module, PIN,
// passphrase, tokens, authorities. `config validate --files` looks whether they are there,
// open_provider what the authorities' files would hide. Pure.

#include <string_view>
#include <vector>

#include "crypto/provider/provider_options.hpp"

namespace vitalstream::crypto::provider {

enum class SourceContent { Public, Certificates, Secret };

struct NeededSource {
  // As the configuration calls it: "keys.pkcs11.pin".
  std::string_view key;
  // A file that is no secret is named by `file:PATH`, too.
  SecretReference where;
  // A secret's file must be private, and each block of a file of certificates is to be seen
  // (crypto/pki/pem_text.hpp).
  SourceContent content = SourceContent::Public;
};

// Of the login that is chosen, and of no other.
[[nodiscard]] std::vector<NeededSource> sources_needed_by(const ProviderOptions& options);

}  // namespace vitalstream::crypto::provider
