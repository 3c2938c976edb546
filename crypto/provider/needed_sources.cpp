#include "crypto/provider/needed_sources.hpp"

#include <utility>

#include "crypto/provider/pkcs11/pkcs11_backend.hpp"

namespace vitalstream::crypto::provider {
namespace {

using Needed = std::vector<NeededSource>;

void add(Needed& needed, NeededSource source) {
  if (source.where.is_set()) {
    needed.push_back(std::move(source));
  }
}

void add_secret(Needed& needed, std::string_view key, const SecretReference& where) {
  add(needed, {key, where, SourceContent::Secret});
}

// Empty: nothing is named.
SecretReference reference_to(const std::filesystem::path& file) {
  return SecretReference::parse("file:" + file.string()).value_or(SecretReference());
}

void add_public(Needed& needed, std::string_view key, const std::filesystem::path& file) {
  add(needed, {key, reference_to(file), SourceContent::Public});
}

void add_authorities(Needed& needed, std::string_view key, const std::filesystem::path& file) {
  add(needed, {key, reference_to(file), SourceContent::Certificates});
}

Needed needed_by(const LocalOptions& options) {
  Needed needed;
  add_secret(needed, "keys.local.file", reference_to(options.file));
  add_secret(needed, "keys.local.passphrase", options.passphrase);
  return needed;
}

Needed needed_by(const Pkcs11Options& options) {
  Needed needed;
  const auto uri = Pkcs11Uri::parse(options.key);
  if (uri.has_error()) {
    return needed;
  }
  add_public(needed, options.module.empty() ? "keys.pkcs11.key" : "keys.pkcs11.module",
             pkcs11_module(options, *uri));
  add_secret(needed, options.pin.is_set() ? "keys.pkcs11.pin" : "keys.pkcs11.key",
             pkcs11_pin(options, *uri).value_or(SecretReference()));
  return needed;
}

Needed needed_by(const VaultOptions& options) {
  Needed needed;
  add_authorities(needed, "keys.vault.ca_file", options.ca_file);
  switch (options.auth) {
    case VaultAuth::Token:
      add_secret(needed, "keys.vault.token", options.token);
      break;
    case VaultAuth::AppRole:
      add_secret(needed, "keys.vault.secret_id", options.secret_id);
      break;
    case VaultAuth::Kubernetes:
      add_secret(needed, "keys.vault.jwt_file", reference_to(options.jwt_file));
  }
  return needed;
}

// Credentials are found by AWS's rules, which are not ours to check.
Needed needed_by(const AwsKmsOptions& options) {
  Needed needed;
  add_authorities(needed, "keys.aws_kms.ca_file", options.ca_file);
  return needed;
}

Needed needed_by(const AzureKeyVaultOptions& options) {
  Needed needed;
  const AzureAuth auth = chosen_auth(options);
  if (auth == AzureAuth::ClientSecret) {
    add_secret(needed, "keys.azure_key_vault.client_secret", options.client_secret);
  } else if (auth == AzureAuth::WorkloadIdentity) {
    add_secret(needed, "keys.azure_key_vault.federated_token_file",
               reference_to(options.federated_token_file));
  }
  add_authorities(needed, "keys.azure_key_vault.ca_file", options.ca_file);
  return needed;
}

}  // namespace

std::vector<NeededSource> sources_needed_by(const ProviderOptions& options) {
  return std::visit([](const auto& chosen) { return needed_by(chosen); }, options);
}

}  // namespace vitalstream::crypto::provider
