#include "net/p2p/peer_addresses.hpp"

#include <algorithm>
#include <utility>

#include "net/p2p/address_group.hpp"

namespace vitalstream::net {

void PeerAddresses::resolved(const std::string& name, const std::vector<Tcp::endpoint>& endpoints) {
  std::set<asio::ip::address> addresses;
  for (const Tcp::endpoint& endpoint : endpoints) {
    addresses.insert(unmapped(endpoint.address()));
  }
  if (!addresses.empty()) {
    by_name_[name] = std::move(addresses);
  }
}

void PeerAddresses::connected_from(PeerId peer, const asio::ip::address& address) {
  by_session_[peer] = unmapped(address);
}

bool PeerAddresses::contain(const asio::ip::address& address) const {
  const asio::ip::address plain = unmapped(address);
  return std::ranges::any_of(by_name_,
                             [&](const auto& name) { return name.second.contains(plain); }) ||
         std::ranges::any_of(by_session_,
                             [&](const auto& session) { return session.second == plain; });
}

}  // namespace vitalstream::net
