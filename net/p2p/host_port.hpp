#pragma once
// HostPort: an address as operators write it: "validator-2.example:30303", "10.0.0.7:30303",
// "[::]:30303". The host is a name or a literal; it is resolved only when it is used.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace vitalstream::net {

enum class HostPortError { Empty, NoPort, BadPort, BadHost };

struct HostPort {
  std::string host;
  std::uint16_t port = 0;
  friend bool operator==(const HostPort&, const HostPort&) = default;
};

[[nodiscard]] Result<HostPort, HostPortError> parse_host_port(std::string_view text);
[[nodiscard]] std::string to_string(const HostPort& address);
[[nodiscard]] std::string_view to_string(HostPortError error);

}  // namespace vitalstream::net
