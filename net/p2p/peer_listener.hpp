#pragma once
// PeerListener: the listening sockets. Opened on the caller's thread before anything runs; the door
// accepts from them.

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "net/link/asio_types.hpp"
#include "net/p2p/host_port.hpp"

namespace vitalstream::net {

struct PeerListenFailure {
  HostPort address;
  std::string detail;
};

using PeerAcceptors = std::vector<std::shared_ptr<Tcp::acceptor>>;

// All addresses or none. Port 0 asks for any free port. Hosts are literal addresses, or "localhost"
// for the loopback addresses that the machine has. "[::]" takes IPv4 too, unless the same port is
// listened to on IPv4 by itself; where the machine has no IPv6 it is 0.0.0.0.
[[nodiscard]] Result<PeerAcceptors, PeerListenFailure> open_peer_acceptors(
    const asio::any_io_executor& strand, const std::vector<HostPort>& addresses);

}  // namespace vitalstream::net
