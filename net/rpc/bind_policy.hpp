#pragma once
// Who may be listened to, and who may speak without TLS (docs/api.md). "Loopback" is every local
// user and every container that shares the network namespace; docs/api.md says so. Pure.

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

namespace vitalstream::net {

enum class RpcTlsMode : std::uint8_t { None, ServerOnly, ClientCertificates };

enum class UnsafeOpen : std::uint8_t { Refused, Accepted };

// 127.0.0.0/8, ::1 and their IPv4-mapped forms.
[[nodiscard]] bool is_loopback(const boost::asio::ip::address& address);

// Why this address must not be bound; nothing if it may be.
[[nodiscard]] std::optional<std::string_view> refuse_bind(const boost::asio::ip::address& address,
                                                          RpcTlsMode tls, UnsafeOpen open);

[[nodiscard]] bool may_speak_plain(const boost::asio::ip::address& peer, UnsafeOpen open);

}  // namespace vitalstream::net
