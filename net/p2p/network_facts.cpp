#include "net/p2p/network_facts.hpp"

#include <openssl/rand.h>

#include <utility>

#include "base/assert.hpp"

namespace vitalstream::net {
namespace {

InstanceId draw_instance() {
  InstanceId::Rep bytes{};
  VS_ASSERT(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
  return InstanceId{bytes};
}

}  // namespace

std::shared_ptr<NetworkFacts> make_network_facts(PeerNetworkOptions options,
                                                 const asio::any_io_executor& executor) {
  auto facts = std::make_shared<NetworkFacts>();
  facts->options = std::move(options);
  for (const PeerConfig& peer : facts->options.peers) {
    facts->known_peers.push_back(peer.identity);
  }
  if (facts->options.resolver == nullptr) {
    facts->options.resolver = std::make_shared<SystemResolver>(executor);
  }
  facts->instance = draw_instance();
  return facts;
}

}  // namespace vitalstream::net
