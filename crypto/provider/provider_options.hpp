#pragma once
// What a configuration says about the provider of a validator's key: plain values, one struct for
// each kind. Read by open_provider.hpp; filled by the node from its configuration.

#include <cstdint>
#include <filesystem>
#include <string>
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

// How a token wraps keys; `Automatic` prefers AES-GCM, which binds the context.
enum class TokenWrapping { Automatic, AesGcm, AesKeyWrap };

// A token behind a PKCS#11 module (pkcs11/).
struct Pkcs11Options {
  // Empty: the URI's module-path says.
  std::filesystem::path module;
  // RFC 7512: pkcs11:token=LABEL;object=LABEL
  std::string key;
  // An AES key in the same token. Empty: the provider does not wrap.
  std::string wrapping_key = {};
  // Not set: the URI's pin-source says.
  SecretReference pin = {};
  std::uint64_t sessions_max = 8;
  TokenWrapping wrapping = TokenWrapping::Automatic;
};

using ProviderOptions = std::variant<LocalOptions, Pkcs11Options>;

// "local", "pkcs11", ...: as configurations and metrics spell it.
[[nodiscard]] std::string_view provider_name(const ProviderOptions& options);

}  // namespace vitalstream::crypto::provider
