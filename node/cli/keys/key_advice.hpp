#pragma once
// What somebody can do about a key provider that fails, who knows neither the service nor this
// program. Told by the commands that look at a key, below the provider's own reason.

#include <string_view>

#include "crypto/provider/provider_result.hpp"
#include "node/config/config.hpp"

namespace vitalstream::cli {

[[nodiscard]] std::string_view advice_on(crypto::provider::ProviderError error,
                                         node::KeyProviderKind provider);

}  // namespace vitalstream::cli
