#pragma once
// NetworkFacts: what the network's strand and the door's both know: options, who the peers are,
// which process this is. Immutable, but for the counters, which any thread may touch.

#include <memory>
#include <vector>

#include "net/p2p/network_stats.hpp"
#include "net/p2p/options.hpp"

namespace vitalstream::net {

struct NetworkFacts {
  PeerNetworkOptions options;
  std::vector<PeerIdentity> known_peers;
  InstanceId instance;
  NetworkCounters counters;
};

// Draws the instance; without a resolver in the options, the executor's context resolves names.
[[nodiscard]] std::shared_ptr<NetworkFacts> make_network_facts(
    PeerNetworkOptions options, const asio::any_io_executor& executor);

}  // namespace vitalstream::net
