#pragma once
// Who sends over a connection, as far as quotas tell senders apart. Called when a connection opens.
// Pure but for what it reads of the connection; RPC thread.

#include <boost/asio/ip/address.hpp>

#include "net/rpc/api_types.hpp"
#include "net/rpc/rpc_call.hpp"

// OpenSSL's SSL.
struct ssl_st;

namespace vitalstream::net {

// The address; of IPv6 its /64, since who has one address there has all of these.
[[nodiscard]] RpcOrigin origin_of_address(const boost::asio::ip::address& address);

// Whose certificate the client showed, where it showed one. Else the address, or, on loopback,
// this connection: many applications share one address there, and one must not use up what is the
// others'.
[[nodiscard]] RpcOrigin origin_of_connection(const ssl_st* tls,
                                             const boost::asio::ip::address& peer,
                                             ConnectionRef ref);

}  // namespace vitalstream::net
