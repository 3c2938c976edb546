#pragma once
// Why no block is being made, in words: from a snapshot of the engine to what `vitalstream status`
// and consensus_getStatus say. Pure.

#include <string>

#include "consensus/engine/engine.hpp"
#include "net/rpc/api_types.hpp"

namespace vitalstream::node {

[[nodiscard]] net::ConsensusStatus describe(const consensus::EngineStatus& status,
                                            const consensus::ValidatorSet& set,
                                            std::size_t connected_peers);

}  // namespace vitalstream::node
