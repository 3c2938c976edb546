#pragma once
// What every socket of the peer network has in common: how it is made, tuned and named. One strand.

#include <memory>
#include <string>

#include "net/link/asio_types.hpp"

namespace vitalstream::net {

// Shared between a connection's coroutines and the deadline that may close it.
[[nodiscard]] std::shared_ptr<Tcp::socket> make_peer_socket(const asio::any_io_executor& strand);

// Small messages leave at once, and little that is not sent yet waits in the kernel, where a
// consensus message could not overtake it.
void tune_peer_socket(Tcp::socket& socket);

// "10.0.0.7:41234"; "unknown" when it is not connected any more.
[[nodiscard]] std::string describe_remote(const Tcp::socket& socket);

[[nodiscard]] std::string describe_endpoint(const Tcp::endpoint& endpoint);

}  // namespace vitalstream::net
