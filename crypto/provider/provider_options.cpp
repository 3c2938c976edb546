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

}  // namespace

std::string_view provider_name(const ProviderOptions& options) {
  struct Name {
    std::string_view operator()(const LocalOptions&) const { return "local"; }
    std::string_view operator()(const Pkcs11Options&) const { return "pkcs11"; }
    std::string_view operator()(const VaultOptions&) const { return "vault"; }
    std::string_view operator()(const AwsKmsOptions&) const { return "aws_kms"; }
  };
  return std::visit(Name{}, options);
}

std::vector<OptionMistake> mistakes_in(const ProviderOptions& options) {
  return std::visit([](const auto& chosen) { return mistakes(chosen); }, options);
}

}  // namespace vitalstream::crypto::provider
