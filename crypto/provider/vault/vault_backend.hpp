#pragma once
// The key provider `vault`: a key of the transit engine of HashiCorp Vault or OpenBao. The version
// of the key is pinned, because rotating it there would change the validator's identity here. The
// wrapping key is another key of the same engine, and binds the context.

#include <memory>

#include "crypto/provider/call_clock.hpp"
#include "crypto/provider/http/http_client.hpp"
#include "crypto/provider/key_backend.hpp"
#include "crypto/provider/provider_options.hpp"

namespace vitalstream::crypto::provider {

// Logs in and reads the public key.
[[nodiscard]] ProviderResult<std::unique_ptr<KeyBackend>> open_vault_backend(
    const VaultOptions& options, Deadline deadline);

// The same with another client and clock, for tests.
[[nodiscard]] ProviderResult<std::unique_ptr<KeyBackend>> open_vault_backend(
    const VaultOptions& options, std::unique_ptr<HttpClient> http, CallClock& clock,
    Deadline deadline);

}  // namespace vitalstream::crypto::provider
