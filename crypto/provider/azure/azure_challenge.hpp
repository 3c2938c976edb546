#pragma once
// What Key Vault answers who shows no token: where to get one, and what for. An answer says that,
// so it is not believed: credentials go to the configured authority only, and a token is asked for
// no other resource than one that the vault's own host name lies under. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "crypto/provider/http/http_url.hpp"
#include "crypto/provider/provider_options.hpp"
#include "crypto/provider/provider_result.hpp"

namespace vitalstream::crypto::provider {

struct AzureChallenge {
  // "login.microsoftonline.com"
  std::string authority;
  std::string tenant;
  // "https://vault.azure.net"
  std::string resource;
};

// Of WWW-Authenticate: Bearer authorization="https://AUTHORITY/TENANT", resource="https://..."
[[nodiscard]] std::optional<AzureChallenge> parse_azure_challenge(std::string_view header);

[[nodiscard]] ProviderResult<void> check_azure_challenge(const AzureChallenge& challenge,
                                                         const HttpUrl& vault,
                                                         const AzureKeyVaultOptions& options);

}  // namespace vitalstream::crypto::provider
