#include "crypto/provider/provider_result.hpp"

#include <utility>

#include "base/assert.hpp"

namespace vitalstream::crypto::provider {

std::string_view to_string(ProviderError error) {
  switch (error) {
    case ProviderError::Refused:
      return "refused";
    case ProviderError::Unavailable:
      return "unavailable";
    case ProviderError::Wrong:
      return "wrong";
  }
  base::assertion_failed("a known ProviderError", __FILE__, __LINE__);
}

ProviderFailure refused(std::string reason) { return {ProviderError::Refused, std::move(reason)}; }

ProviderFailure unavailable(std::string reason) {
  return {ProviderError::Unavailable, std::move(reason)};
}

ProviderFailure wrong(std::string reason) { return {ProviderError::Wrong, std::move(reason)}; }

}  // namespace vitalstream::crypto::provider
