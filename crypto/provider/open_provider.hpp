#pragma once
// Opens the configured provider: the one place that knows all kinds. Called at start and by
// `vitalstream keys`. It never makes a key.

#include <memory>

#include "crypto/provider/key_provider.hpp"
#include "crypto/provider/provider_options.hpp"

namespace vitalstream::crypto::provider {

// Opens and probes. A provider that is away is asked again for kOpenTimeout; every other failure
// ends it at once, with a reason that names what to look at.
[[nodiscard]] ProviderResult<std::unique_ptr<KeyProvider>> open_provider(
    const ProviderOptions& options, const CallSurroundings& surroundings = {});

}  // namespace vitalstream::crypto::provider
