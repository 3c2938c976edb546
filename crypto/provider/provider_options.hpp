#pragma once
// What a configuration says about the provider of a validator's key: plain values, one struct for
// each kind. Read by open_provider.hpp; filled by the node from its configuration.

#include <filesystem>
#include <string_view>
#include <variant>

#include "crypto/provider/secret_reference.hpp"

namespace vitalstream::crypto::provider {

// A key file (key_file.hpp).
struct LocalOptions {
  std::filesystem::path file;
  // Not set: the file is not encrypted.
  SecretReference passphrase = {};
};

using ProviderOptions = std::variant<LocalOptions>;

// "local", "pkcs11", ...: as configurations and metrics spell it.
[[nodiscard]] std::string_view provider_name(const ProviderOptions& options);

}  // namespace vitalstream::crypto::provider
