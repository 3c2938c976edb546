#pragma once
// The key provider `azure_key_vault`: an EC key of Azure Key Vault or a Managed HSM signs digests
// (P-256 only: Azure has no Ed25519), an RSA key wraps with RSA-OAEP-256. That binds no context and
// needs only a public key: KeyProvider puts the context's hash into what is wrapped, and the
// keyring carries a signature.

#include <memory>

#include "crypto/provider/call_clock.hpp"
#include "crypto/provider/http/http_client.hpp"
#include "crypto/provider/key_backend.hpp"
#include "crypto/provider/provider_options.hpp"

namespace vitalstream::crypto::provider {

// Follows the vault's challenge, logs in and reads the public key.
[[nodiscard]] ProviderResult<std::unique_ptr<KeyBackend>> open_azure_key_vault_backend(
    const AzureKeyVaultOptions& options, Deadline deadline);

// For tests; `clock` outlives the backend.
[[nodiscard]] ProviderResult<std::unique_ptr<KeyBackend>> open_azure_key_vault_backend(
    const AzureKeyVaultOptions& options, std::unique_ptr<HttpClient> http, CallClock& clock,
    Deadline deadline);

}  // namespace vitalstream::crypto::provider
