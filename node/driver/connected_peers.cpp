#include "node/driver/connected_peers.hpp"

#include <algorithm>

namespace vitalstream::node {

bool ConnectedPeers::has(consensus::ValidatorId peer) const {
  const auto index = set_.index_of(peer);
  return index && has(*index);
}

std::size_t ConnectedPeers::count() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(connected_, [](const auto& one) { return one.load(); }));
}

}  // namespace vitalstream::node
