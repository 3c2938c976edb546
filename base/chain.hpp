#pragma once
// What names a network: the chain id for people, the genesis hash for signatures.

#include <string>

#include "base/digest.hpp"
#include "base/strong.hpp"

namespace vitalstream {

// As genesis spells it: 1 to 64 characters of [a-z0-9-].
using ChainId = Strong<struct ChainIdTag, std::string>;

// SHA-256 of the genesis file, pinned in every node's configuration.
using GenesisHash = Digest<struct GenesisHashTag>;

}  // namespace vitalstream
