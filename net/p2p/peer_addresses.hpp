#pragma once
// PeerAddresses: the addresses from which a configured peer may be expected: what its names resolve
// to, and where its last session came from. They get places and handshakes of their own at the
// door; who is a peer still shows only the certificate. The door's strand.

#include <map>
#include <set>
#include <vector>

#include "net/link/asio_types.hpp"
#include "net/p2p/peer_types.hpp"

namespace vitalstream::net {

class PeerAddresses {
 public:
  // Replaces what was resolved for this name of the peer. An empty answer replaces nothing: the
  // name may only be unresolvable for the moment.
  void resolved(const std::string& name, const std::vector<Tcp::endpoint>& endpoints);
  // Replaces where the peer's last session came from.
  void connected_from(PeerId peer, const asio::ip::address& address);

  [[nodiscard]] bool contain(const asio::ip::address& address) const;

 private:
  std::map<std::string, std::set<asio::ip::address>> by_name_;
  std::map<PeerId, asio::ip::address> by_session_;
};

}  // namespace vitalstream::net
