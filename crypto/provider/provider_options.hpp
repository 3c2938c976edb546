#pragma once
// What a configuration says about the provider of a validator's key: plain values, one struct for
// each kind. Read by open_provider.hpp; filled by the node from its configuration.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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

enum class VaultAuth { Token, AppRole, Kubernetes };

// The transit engine of Vault or OpenBao (vault/).
struct VaultOptions {
  // "https://vault-0.example:8200": the servers of one cluster, any of which may be in service.
  std::vector<std::string> addresses;
  // PEM; empty: the authorities that the system trusts.
  std::filesystem::path ca_file = {};
  std::string proxy = {};
  std::string vault_namespace = {};
  std::string mount = "transit";
  std::string key;
  // Pinned: Vault signs with no other.
  std::uint64_t key_version = 1;
  // Empty: the provider does not wrap.
  std::string wrapping_key = {};
  VaultAuth auth = VaultAuth::Token;
  // Empty: "approle" or "kubernetes".
  std::string auth_mount = {};
  // For Token: read again when the token is no longer accepted.
  SecretReference token = {};
  // For AppRole the role id, for Kubernetes the role's name.
  std::string role = {};
  // For AppRole.
  SecretReference secret_id = {};
  // For Kubernetes.
  std::filesystem::path jwt_file = "/var/run/secrets/kubernetes.io/serviceaccount/token";
  std::uint64_t connections_max = 8;
};

// Keys of AWS KMS (aws/). Credentials are found where AWS's own clients look for them.
struct AwsKmsOptions {
  std::string region;
  // Id, ARN or alias of a key for signing, ECC_NIST_P256 or ECC_NIST_EDWARDS25519.
  std::string key_id;
  // Of a symmetric key. Empty: the provider does not wrap.
  std::string wrapping_key_id = {};
  // Empty: the region's own, or what AWS_ENDPOINT_URL_KMS says.
  std::string endpoint = {};
  // PEM; empty: the authorities that the system trusts.
  std::filesystem::path ca_file = {};
  std::string proxy = {};
  std::uint64_t connections_max = 8;
  // P-256 too is asked for with the message and not its digest: for services that stand in for
  // AWS and hash whatever they get.
  bool sends_messages = false;
};

// `Automatic` takes the first that the configuration has what it needs for, in this order.
enum class AzureAuth { Automatic, ClientSecret, WorkloadIdentity, ManagedIdentity };

// Keys of Azure Key Vault or of a Managed HSM (azure/).
struct AzureKeyVaultOptions {
  // "https://NAME.vault.azure.net"
  std::string vault_url;
  // A key of type EC or EC-HSM with the curve P-256.
  std::string key;
  // Pinned: Azure signs with no other.
  std::string key_version;
  // A key of type RSA or RSA-HSM and its version. Empty: the provider does not wrap.
  std::string wrapping_key = {};
  std::string wrapping_key_version = {};
  AzureAuth auth = AzureAuth::Automatic;
  // Of the application; for a managed identity only where a machine has several.
  std::string tenant_id = {};
  std::string client_id = {};
  SecretReference client_secret = {};
  // A workload identity's token, which the cluster renews.
  std::filesystem::path federated_token_file = {};
  // Where credentials go to, whatever a vault says.
  std::string authority = "https://login.microsoftonline.com";
  // Where a machine's managed identity is asked for.
  std::string metadata_endpoint = "http://169.254.169.254";
  // PEM; empty: the authorities that the system trusts.
  std::filesystem::path ca_file = {};
  std::string proxy = {};
  std::uint64_t connections_max = 8;
};

// What `Automatic` means here; any other is itself.
[[nodiscard]] AzureAuth chosen_auth(const AzureKeyVaultOptions& options);

using ProviderOptions =
    std::variant<LocalOptions, Pkcs11Options, VaultOptions, AwsKmsOptions, AzureKeyVaultOptions>;

// "local", "pkcs11", ...: as configurations and metrics spell it.
[[nodiscard]] std::string_view provider_name(const ProviderOptions& options);

// What is missing or cannot be, before anybody is asked.
struct OptionMistake {
  // As the configuration calls it: "keys.vault.key".
  std::string_view key;
  std::string advice;
};

[[nodiscard]] std::vector<OptionMistake> mistakes_in(const ProviderOptions& options);

}  // namespace vitalstream::crypto::provider
