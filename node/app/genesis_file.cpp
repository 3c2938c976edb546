#include "node/app/genesis_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "base/hex.hpp"

namespace vitalstream::node {

Result<LoadedGenesis, SetupFailure> load_genesis(const Config& config) {
  const std::string path = config.genesis.file.string();
  std::ifstream file(config.genesis.file, std::ios::binary);
  if (!file) {
    return SetupFailure{path + ": " + std::strerror(errno)};
  }
  std::ostringstream contents;
  contents << file.rdbuf();
  std::string text = std::move(contents).str();
  auto genesis = ledger::read_genesis(text);
  if (!genesis) {
    return SetupFailure{path + ": " + genesis.error().path + " " +
                        std::string(ledger::to_string(genesis.error().code))};
  }
  if (genesis->hash != config.genesis.hash) {
    return SetupFailure{path + " has the hash " + to_hex(genesis->hash.view()) +
                        ", but genesis.hash pins " + to_hex(config.genesis.hash.view()) +
                        ": take the file that all validators agreed on"};
  }
  const auto& validators = genesis->document.validators;
  const auto own = std::ranges::find_if(validators, [&](const ledger::GenesisValidator& one) {
    return one.id.value() == config.node.id;
  });
  if (own == validators.end()) {
    return SetupFailure{"node.id " + std::to_string(config.node.id) + " is no validator of " +
                        path};
  }
  ledger::GenesisValidator self = *own;
  return LoadedGenesis{std::move(*genesis), std::move(text), std::move(self)};
}

storage::Identity identity_of(const LoadedGenesis& loaded) {
  storage::Identity identity;
  identity.chain = loaded.genesis.document.chain;
  identity.genesis = loaded.genesis.hash;
  identity.node = storage::NodeId{std::to_string(loaded.own.id.value())};
  return identity;
}

}  // namespace vitalstream::node
