#include "node/upkeep/rewrap_keyring.hpp"

#include "base/result.hpp"
#include "node/stores/own_key.hpp"
#include "node/upkeep/stopped_node.hpp"

namespace vitalstream::node {

Result<RewrapReport, SetupFailure> rewrap_keyring(const Config& config, const Config& target) {
  if (target.node.id != config.node.id || target.genesis.hash != config.genesis.hash) {
    return SetupFailure{"the new configuration is that of another node or chain"};
  }
  VS_TRY(node, open_stopped_node(config));
  VS_TRY(provider, open_own_key(target, node.genesis));
  if (const auto rewrapped = node.keyring->rewrap(*provider); !rewrapped) {
    return describe(rewrapped.error(), config);
  }
  return RewrapReport{std::string(node.provider->name()), std::string(provider->name()),
                      node.keyring->epoch()};
}

}  // namespace vitalstream::node
