#pragma once
// ServerLoad: what all connections of one server hold together, against the totals of RpcLimits.
// Belongs to the RPC thread; plain counters.

#include <cstddef>

#include "net/rpc/limits.hpp"

namespace vitalstream::net {

struct ServerLoad {
  std::size_t in_flight = 0;        // calls handed to the node and not yet answered
  std::size_t in_flight_bytes = 0;  // the text of their requests
  std::size_t input_bytes = 0;      // receive buffers beyond their idle size
  std::size_t outbound_bytes = 0;   // answers not yet taken by the clients
  std::size_t tls_connections = 0;
  bool draining = false;  // the server is stopping
  // More than half of the places are held by connections that have not asked anything yet.
  bool crowded = false;
};

[[nodiscard]] inline bool is_overloaded(const ServerLoad& load, const RpcLimits& limits) {
  return load.in_flight_bytes >= limits.in_flight_bytes_total ||
         load.outbound_bytes >= limits.outbound_bytes_total;
}

}  // namespace vitalstream::net
