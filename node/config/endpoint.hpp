#pragma once
// Endpoint: where something listens or is dialled, as operators write it: `host:port`, with IPv6
// addresses in brackets. Names are kept as written; whoever dials resolves them anew each time.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitalstream::node {

struct Endpoint {
  std::string host;  // without brackets
  std::uint16_t port = 0;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// Nothing unless the text is `name:port`, `a.b.c.d:port` or `[ipv6]:port`.
[[nodiscard]] std::optional<Endpoint> parse_endpoint(std::string_view text);

[[nodiscard]] std::string to_string(const Endpoint& endpoint);

// True only for what certainly is loopback: 127.0.0.0/8, ::1 and the name localhost.
[[nodiscard]] bool is_loopback(const Endpoint& endpoint);

}  // namespace vitalstream::node
