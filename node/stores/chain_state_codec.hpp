#pragma once
// What the database remembers beside the newest block so that consensus can go on from it: lane
// positions, the frontier of the log, the newest block with transactions. Written with every
// commit.

#include <optional>

#include "base/bytes.hpp"
#include "consensus/core/options.hpp"

namespace vitalstream::node {

inline constexpr std::string_view kChainStateName = "chain-state";

struct StoredChainState {
  consensus::ChainState state;
  consensus::Height payload_height;
};

[[nodiscard]] Bytes encode_chain_state(const StoredChainState& stored);
[[nodiscard]] std::optional<StoredChainState> decode_chain_state(ByteView bytes);

}  // namespace vitalstream::node
