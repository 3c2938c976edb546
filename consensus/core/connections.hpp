#pragma once
// Connections: which other validators there is a session with. What is sent to anybody else is
// lost, so that a request to one would only wait for its retry. Owned by Peers.

#include <set>

#include "consensus/types/ids.hpp"

namespace vitalstream::consensus {

struct Connections {
  std::set<ValidatorIndex> peers;
  // Before anybody has connected nothing is known.
  [[nodiscard]] bool may_reach(ValidatorIndex peer) const {
    return peers.empty() || peers.contains(peer);
  }
};

}  // namespace vitalstream::consensus
