#pragma once
// The rules of section `keys`, and the options of the provider that it chooses. Pure; any thread.

#include <vector>

#include "crypto/provider/provider_options.hpp"
#include "node/config/config.hpp"
#include "node/config/rules.hpp"

namespace vitalstream::node {

void check_keys(const KeysConfig& keys, std::vector<BrokenRule>& broken);

// Of a configuration that broke no rule.
[[nodiscard]] crypto::provider::ProviderOptions provider_options(const KeysConfig& keys);

}  // namespace vitalstream::node
