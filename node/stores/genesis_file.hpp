#pragma once
// The genesis file of this node's configuration: read, checked against the pinned hash, with this
// node's own place in it.

#include <string>

#include "base/result.hpp"
#include "ledger/genesis/genesis.hpp"
#include "node/config/config.hpp"
#include "storage/identity.hpp"

namespace vitalstream::node {

// Why a node cannot be set up or started, in words that say what to do.
struct SetupFailure {
  enum class Cause {
    Other,
    // The key provider does not answer: trying again may help, and nothing else will.
    ProviderUnavailable,
  };
  std::string reason;
  Cause cause = Cause::Other;
};

struct LoadedGenesis {
  ledger::Genesis genesis;
  std::string text;  // the file's bytes: receipts carry them
  ledger::GenesisValidator own;
};

[[nodiscard]] Result<LoadedGenesis, SetupFailure> load_genesis(const Config& config);

// Whose data directory this node's is.
[[nodiscard]] storage::Identity identity_of(const LoadedGenesis& loaded);

}  // namespace vitalstream::node
