#include "crypto/provider/azure/azure_challenge.hpp"

#include <algorithm>

#include "crypto/provider/limits.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr std::string_view kScheme = "Bearer ";
constexpr std::string_view kScopeEnd = "/.default";
// 8-4-4-4-12 hexadecimal digits; a tenant may also be called by a domain.
constexpr std::size_t kGuidCharacters = 36;

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

// The text between name=" and the next quote.
std::string_view parameter(std::string_view header, std::string_view name) {
  const std::string begin = std::string(name) + "=\"";
  for (auto at = header.find(begin); at != std::string_view::npos;
       at = header.find(begin, at + 1)) {
    if (header[at - 1] == ' ' || header[at - 1] == ',') {
      const auto first = at + begin.size();
      const auto last = header.find('"', first);
      return last == std::string_view::npos ? std::string_view()
                                            : header.substr(first, last - first);
    }
  }
  return {};
}

bool is_guid(std::string_view text) {
  return text.size() == kGuidCharacters &&
         text.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
}

ProviderResult<void> check_authority(const AzureChallenge& challenge,
                                     const AzureKeyVaultOptions& options) {
  const auto ours = parse_http_url(options.authority);
  if (!ours || lower(ours->authority) != lower(challenge.authority)) {
    return refused("the vault sends for credentials to " + challenge.authority +
                   ", which is not keys.azure_key_vault.authority");
  }
  if (is_guid(options.tenant_id) && lower(options.tenant_id) != lower(challenge.tenant)) {
    return refused("the vault belongs to the tenant " + challenge.tenant +
                   ", which is not keys.azure_key_vault.tenant_id");
  }
  return {};
}

}  // namespace

std::optional<AzureChallenge> parse_azure_challenge(std::string_view header) {
  if (header.size() > kAzureChallengeBytesMax || !header.starts_with(kScheme)) {
    return std::nullopt;
  }
  std::string_view where = parameter(header, "authorization");
  where = where.empty() ? parameter(header, "authorization_uri") : where;
  std::string_view resource = parameter(header, "resource");
  if (resource.empty()) {
    resource = parameter(header, "scope");
    resource.remove_suffix(resource.ends_with(kScopeEnd) ? kScopeEnd.size() : 0);
  }
  resource.remove_suffix(resource.ends_with('/') ? 1 : 0);
  const auto url = parse_http_url(where);
  const auto of_resource = parse_http_url(resource);
  if (!url || !url->is_tls || !of_resource || !of_resource->is_tls || of_resource->target != "/") {
    return std::nullopt;
  }
  const std::string_view tenant = std::string_view(url->target).substr(1);
  return AzureChallenge{url->authority, std::string(tenant.substr(0, tenant.find('/'))),
                        std::string(resource)};
}

ProviderResult<void> check_azure_challenge(const AzureChallenge& challenge, const HttpUrl& vault,
                                           const AzureKeyVaultOptions& options) {
  const auto resource = parse_http_url(challenge.resource);
  if (!resource || !lower(vault.host).ends_with("." + lower(resource->host))) {
    return refused("the vault asks for a token for " + challenge.resource +
                   ", to which it does not belong: is keys.azure_key_vault.vault_url right?");
  }
  return chosen_auth(options) == AzureAuth::ManagedIdentity ? ProviderResult<void>()
                                                            : check_authority(challenge, options);
}

}  // namespace vitalstream::crypto::provider
