#include "net/p2p/tcp_socket.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "net/p2p/address_group.hpp"
#include "net/p2p/host_port.hpp"
#include "net/p2p/limits.hpp"

namespace vitalstream::net {
namespace {

using UnsentLimit = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>;

}  // namespace

std::shared_ptr<Tcp::socket> make_peer_socket(const asio::any_io_executor& strand) {
  return std::make_shared<Tcp::socket>(strand);
}

void tune_peer_socket(Tcp::socket& socket) {
  ErrorCode ignored;
  socket.set_option(Tcp::no_delay(true), ignored);
  socket.set_option(UnsentLimit(static_cast<int>(kKernelUnsentBytes)), ignored);
}

std::string describe_remote(const Tcp::socket& socket) {
  ErrorCode error;
  const Tcp::endpoint remote = socket.remote_endpoint(error);
  return error ? std::string("unknown") : describe_endpoint(remote);
}

std::string describe_endpoint(const Tcp::endpoint& endpoint) {
  return to_string(HostPort{unmapped(endpoint.address()).to_string(), endpoint.port()});
}

}  // namespace vitalstream::net
