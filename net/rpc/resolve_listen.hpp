#pragma once
// From the host and port of the configuration to an address that can be bound. Called at start; may
// block for a name server.

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace vitalstream::net {

[[nodiscard]] Result<boost::asio::ip::tcp::endpoint, std::string> resolve_listen(
    const std::string& host, std::uint16_t port);

}  // namespace vitalstream::net
