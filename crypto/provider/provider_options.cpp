#include "crypto/provider/provider_options.hpp"

#include <algorithm>

#include "crypto/provider/aws/aws_answers.hpp"
#include "crypto/provider/http/http_url.hpp"
#include "crypto/provider/pkcs11/pkcs11_uri.hpp"

namespace vitalstream::crypto::provider {
namespace {

using Mistakes = std::vector<OptionMistake>;

constexpr std::string_view kHow = "write file:PATH or env:NAME";

Mistakes mistakes(const LocalOptions& options) {
  if (!options.file.empty()) {
    return {};
  }
  return {{"keys.local.file",
           "the provider `local` needs a key file: make one with `vitalstream keys generate`"}};
}

void check_uri(std::string_view key, const std::string& text, Mistakes& found) {
  if (const auto uri = Pkcs11Uri::parse(text); uri.has_error()) {
    found.push_back({key, uri.error().reason});
  }
}

Mistakes mistakes(const Pkcs11Options& options) {
  Mistakes found;
  if (options.module.empty() && options.key.find("module-path=") == std::string::npos) {
    found.push_back(
        {"keys.pkcs11.module", "the provider `pkcs11` needs the path of the HSM's PKCS#11 module"});
  }
  check_uri("keys.pkcs11.key", options.key, found);
  if (!options.wrapping_key.empty()) {
    check_uri("keys.pkcs11.wrapping_key", options.wrapping_key, found);
  }
  if (!options.pin.is_set() && options.key.find("pin-source=") == std::string::npos) {
    found.push_back(
        {"keys.pkcs11.pin", "the provider `pkcs11` needs the token's PIN: " + std::string(kHow)});
  }
  return found;
}

// What may stand in a path of a URL as it is.
bool is_plain_path(std::string_view text) {
  return text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
             "0123456789._-/") == std::string_view::npos &&
         text.find("..") == std::string_view::npos;
}

void check_address(std::string_view key, const std::string& address, Mistakes& found) {
  const auto url = parse_http_url(address);
  if (!url) {
    found.push_back({key, "write an address as https://HOST:PORT"});
  } else if (!may_be_asked(*url)) {
    found.push_back({key, "plain http beyond this machine would show credentials: use https"});
  }
}

void check_login(const VaultOptions& options, Mistakes& found) {
  switch (options.auth) {
    case VaultAuth::Token:
      if (!options.token.is_set()) {
        found.push_back({"keys.vault.token", "a token is needed: " + std::string(kHow)});
      }
      return;
    case VaultAuth::AppRole:
      if (!options.secret_id.is_set()) {
        found.push_back(
            {"keys.vault.secret_id", "AppRole needs its secret id: " + std::string(kHow)});
      }
      [[fallthrough]];
    case VaultAuth::Kubernetes:
      if (options.role.empty()) {
        found.push_back({"keys.vault.role",
                         "needed: AppRole's role id, or the name of the role for Kubernetes"});
      }
  }
}

Mistakes mistakes(const VaultOptions& options) {
  Mistakes found;
  if (options.addresses.empty()) {
    found.push_back({"keys.vault.addresses", "name at least one server: https://HOST:8200"});
  }
  for (const std::string& address : options.addresses) {
    check_address("keys.vault.addresses", address, found);
  }
  if (options.key.empty()) {
    found.push_back({"keys.vault.key", "name the key in the transit engine"});
  }
  if (options.key_version == 0) {
    found.push_back({"keys.vault.key_version", "versions begin at 1"});
  }
  const std::pair<std::string_view, std::string_view> paths[] = {
      {"keys.vault.mount", options.mount},
      {"keys.vault.key", options.key},
      {"keys.vault.wrapping_key", options.wrapping_key},
      {"keys.vault.auth_mount", options.auth_mount}};
  for (const auto& [key, text] : paths) {
    if (!is_plain_path(text)) {
      found.push_back({key, "letters, digits, and . _ - / only"});
    }
  }
  check_login(options, found);
  return found;
}

Mistakes mistakes(const AwsKmsOptions& options) {
  Mistakes found;
  if (!is_region_name(options.region)) {
    found.push_back({"keys.aws_kms.region", "name the region: eu-central-1, for instance"});
  }
  if (options.key_id.empty()) {
    found.push_back({"keys.aws_kms.key_id", "name the key: its id, ARN or alias"});
  }
  if (!options.endpoint.empty()) {
    check_address("keys.aws_kms.endpoint", options.endpoint, found);
  }
  return found;
}

bool consists_of(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

constexpr std::string_view kAzureNameCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
constexpr std::string_view kAzureVersionCharacters = "0123456789abcdef";
constexpr std::string_view kAzureVersionAdvice =
    "write the key's version, 32 hexadecimal digits: the end of what `az keyvault key show "
    "--query key.kid` prints";

void check_azure_login(const AzureKeyVaultOptions& options, Mistakes& found) {
  const AzureAuth auth = chosen_auth(options);
  if (auth == AzureAuth::ManagedIdentity) {
    check_address("keys.azure_key_vault.metadata_endpoint", options.metadata_endpoint, found);
    return;
  }
  check_address("keys.azure_key_vault.authority", options.authority, found);
  if (!consists_of(options.tenant_id, std::string(kAzureNameCharacters) + ".")) {
    found.push_back({"keys.azure_key_vault.tenant_id", "the directory (tenant) id is needed"});
  }
  if (!consists_of(options.client_id, kAzureNameCharacters)) {
    found.push_back({"keys.azure_key_vault.client_id", "the application (client) id is needed"});
  }
  if (auth == AzureAuth::ClientSecret && !options.client_secret.is_set()) {
    found.push_back({"keys.azure_key_vault.client_secret",
                     "the application's secret is needed: " + std::string(kHow)});
  }
  if (auth == AzureAuth::WorkloadIdentity && options.federated_token_file.empty()) {
    found.push_back({"keys.azure_key_vault.federated_token_file",
                     "the file with the workload's token is needed"});
  }
}

Mistakes mistakes(const AzureKeyVaultOptions& options) {
  Mistakes found;
  const auto url = parse_http_url(options.vault_url);
  if (!url || !url->is_tls || url->target != "/") {
    found.push_back({"keys.azure_key_vault.vault_url", "write https://NAME.vault.azure.net"});
  }
  if (!consists_of(options.key, kAzureNameCharacters)) {
    found.push_back({"keys.azure_key_vault.key", "name the key: letters, digits and -"});
  }
  if (!consists_of(options.key_version, kAzureVersionCharacters)) {
    found.push_back({"keys.azure_key_vault.key_version", std::string(kAzureVersionAdvice)});
  }
  if (!options.wrapping_key.empty()) {
    if (!consists_of(options.wrapping_key, kAzureNameCharacters)) {
      found.push_back({"keys.azure_key_vault.wrapping_key", "letters, digits and - only"});
    }
    if (!consists_of(options.wrapping_key_version, kAzureVersionCharacters)) {
      found.push_back(
          {"keys.azure_key_vault.wrapping_key_version", std::string(kAzureVersionAdvice)});
    }
  }
  check_azure_login(options, found);
  return found;
}

}  // namespace

AzureAuth chosen_auth(const AzureKeyVaultOptions& options) {
  if (options.auth != AzureAuth::Automatic) {
    return options.auth;
  }
  if (options.client_secret.is_set()) {
    return AzureAuth::ClientSecret;
  }
  return options.federated_token_file.empty() ? AzureAuth::ManagedIdentity
                                              : AzureAuth::WorkloadIdentity;
}

std::string_view provider_name(const ProviderOptions& options) {
  struct Name {
    std::string_view operator()(const LocalOptions&) const { return "local"; }
    std::string_view operator()(const Pkcs11Options&) const { return "pkcs11"; }
    std::string_view operator()(const VaultOptions&) const { return "vault"; }
    std::string_view operator()(const AwsKmsOptions&) const { return "aws_kms"; }
    std::string_view operator()(const AzureKeyVaultOptions&) const { return "azure_key_vault"; }
  };
  return std::visit(Name{}, options);
}

std::vector<OptionMistake> mistakes_in(const ProviderOptions& options) {
  return std::visit([](const auto& chosen) { return mistakes(chosen); }, options);
}

}  // namespace vitalstream::crypto::provider
