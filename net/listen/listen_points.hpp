#pragma once
// From the addresses that an operator writes to sockets that listen, for applications and for
// operators. A name stands for all its addresses; "[::]" takes IPv4 as well, unless the same port
// is listened to on IPv4 by itself; on a host without IPv6 it is 0.0.0.0. Called at start;
// resolving may block for a name server.

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace vitalstream::net {

struct ListenHost {
  std::string host;  // an address or a name, without brackets
  std::uint16_t port = 0;
};

struct ListenPoint {
  ListenHost written;
  boost::asio::ip::tcp::endpoint endpoint;
  bool ipv6_only = false;
  // Others stand for the same address as written, so that this one may be left out where the host
  // has no such address.
  bool has_others = false;
};

// In the order of the addresses, none twice; or what is wrong with one of them.
[[nodiscard]] Result<std::vector<ListenPoint>, std::string> resolve_listen(
    const std::vector<ListenHost>& addresses);

enum class ListenOutcome : std::uint8_t { Listening, LeftOut };

// Binds and listens, or says what went wrong and what to write instead.
[[nodiscard]] Result<ListenOutcome, std::string> open_listening(
    boost::asio::ip::tcp::acceptor& acceptor, const ListenPoint& point, int backlog);

}  // namespace vitalstream::net
