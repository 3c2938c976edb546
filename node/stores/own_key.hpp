#pragma once
// The key provider of this node, as its configuration names it. Called by everything that signs for
// the validator or opens its keyring: start, init, `vitalstream keys`.

#include <memory>

#include "crypto/provider/open_provider.hpp"
#include "node/stores/genesis_file.hpp"

namespace vitalstream::node {

// Opened, probed, and holding the key that genesis names for this validator.
[[nodiscard]] Result<std::unique_ptr<crypto::provider::KeyProvider>, SetupFailure> open_own_key(
    const Config& config, const LoadedGenesis& genesis,
    const crypto::provider::CallSurroundings& surroundings = {});

}  // namespace vitalstream::node
