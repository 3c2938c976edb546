#pragma once
// vitalstream keys probe: what a key provider can do, how long it takes, and if it cannot, what a
// person who has never seen the service may look at.

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "crypto/provider/key_provider.hpp"
#include "node/cli/context.hpp"
#include "node/cli/node_config.hpp"

namespace vitalstream::cli {

void add_key_probe(CLI::App& group, Context& context);

// Section `keys` of the configuration; without --config, of the environment and the flags alone.
// Nothing after it has told the context what is wrong.
[[nodiscard]] std::optional<node::LoadedConfig> load_key_config(const ConfigOptions& options,
                                                                Context& context);

// The provider that it names, opened and probed; null after the context has been told.
[[nodiscard]] std::unique_ptr<crypto::provider::KeyProvider> open_configured(
    const node::LoadedConfig& loaded, Context& context,
    const crypto::provider::CallSurroundings& surroundings = {});

}  // namespace vitalstream::cli
