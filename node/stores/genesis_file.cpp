#include "node/stores/genesis_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string_view>
#include <utility>

#include "base/hex.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::node {
namespace {

// What editors and downloads do to a file, as a hint.
std::string_view changed_by_tool(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) {
    return " (this one begins with a byte order mark, which an editor has put there)";
  }
  if (text.find("\r\n") != std::string_view::npos) {
    return " (the lines of this one end with CR LF, which a download may have done)";
  }
  return {};
}

}  // namespace

Result<LoadedGenesis, SetupFailure> load_genesis(const Config& config) {
  const std::string path = config.genesis.file.string();
  std::ifstream file(config.genesis.file, std::ios::binary);
  if (!file) {
    return SetupFailure{path + ": " + std::strerror(errno)};
  }
  std::ostringstream contents;
  contents << file.rdbuf();
  std::string text = std::move(contents).str();
  // The bytes first: of another file than the one that was agreed on nothing else matters.
  const GenesisHash hash{crypto::sha256(as_bytes(text))};
  if (hash != config.genesis.hash) {
    return SetupFailure{path + " has the hash " + to_hex(hash.view()) + ", but genesis.hash pins " +
                        to_hex(config.genesis.hash.view()) +
                        ": take the file that all validators agreed on" +
                        std::string(changed_by_tool(text))};
  }
  auto genesis = ledger::read_genesis(text);
  if (!genesis) {
    return SetupFailure{path + ": " + genesis.error().path + " " +
                        std::string(ledger::to_string(genesis.error().code))};
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
