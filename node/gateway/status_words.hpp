#pragma once
// Why no block is being made, in words: from a snapshot of the engine to what `vitalstream status`
// and consensus_getStatus say. Pure.

#include <optional>
#include <string>

#include "consensus/engine/engine.hpp"
#include "net/rpc/api_types.hpp"

namespace vitalstream::node {

[[nodiscard]] net::ConsensusStatus describe(const consensus::EngineStatus& status,
                                            const consensus::ValidatorSet& set,
                                            std::size_t connected_peers);

// Empty while the own clock is near block time, or nothing is known of it.
[[nodiscard]] std::string clock_words(std::optional<Duration> offset);

}  // namespace vitalstream::node
