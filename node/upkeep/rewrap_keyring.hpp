#pragma once
// `vitalstream keys rewrap`: the keyring under a fresh unlock key, for the same key provider or for
// another one. Takes the same time for any ledger; no data key changes.

#include <cstdint>
#include <string>

#include "node/stores/genesis_file.hpp"

namespace vitalstream::node {

struct RewrapReport {
  std::string provider_before;
  std::string provider;
  std::uint64_t epoch = 0;
};

// `target` says which provider is to open the keyring from now on; of all else it may only differ
// in what does not matter here.
[[nodiscard]] Result<RewrapReport, SetupFailure> rewrap_keyring(const Config& config,
                                                                const Config& target);

}  // namespace vitalstream::node
