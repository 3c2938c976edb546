#include "node/stores/own_key.hpp"

#include "node/config/key_rules.hpp"

namespace vitalstream::node {
Result<std::unique_ptr<crypto::provider::KeyProvider>, SetupFailure> open_own_key(
    const Config& config, const LoadedGenesis& genesis,
    const crypto::provider::CallSurroundings& surroundings) {
  auto provider = crypto::provider::open_provider(provider_options(config.keys), surroundings);
  if (!provider) {
    const auto cause = provider.error().error == crypto::provider::ProviderError::Unavailable
                           ? SetupFailure::Cause::ProviderUnavailable
                           : SetupFailure::Cause::Other;
    return SetupFailure{provider.error().reason, cause};
  }
  if ((*provider)->public_key() != genesis.own.key) {
    return SetupFailure{"key provider " + std::string((*provider)->name()) +
                        ": its key is not the one that genesis names for " + genesis.own.name};
  }
  return std::move(*provider);
}

}  // namespace vitalstream::node
