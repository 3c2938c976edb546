#include "node/upkeep/stopped_node.hpp"

#include <utility>

#include "base/result.hpp"
#include "node/stores/data_place.hpp"
#include "node/stores/own_key.hpp"

namespace vitalstream::node {

Result<StoppedNode, SetupFailure> open_stopped_node(const Config& config) {
  VS_TRY(genesis, load_genesis(config));
  StoppedNode node;
  node.genesis = std::move(genesis);
  VS_TRY(provider, open_own_key(config, node.genesis));
  node.provider = std::move(provider);
  node.files = std::make_unique<storage::PosixFileOps>();
  VS_TRY(directory, open_data_directory(*node.files, config, node.genesis));
  node.directory = std::move(directory);
  auto keyring =
      open_keyring(*node.files, config, node.genesis, *node.provider, MissingKeyring::Refuse);
  if (!keyring) {
    return keyring.error();
  }
  node.keyring = std::move(*keyring);
  return node;
}

}  // namespace vitalstream::node
