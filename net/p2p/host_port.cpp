#include "net/p2p/host_port.hpp"

#include <charconv>
#include <optional>

namespace vitalstream::net {
namespace {

constexpr std::size_t kHostBytesMax = 253;

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return port;
}

bool is_host(std::string_view host, bool bracketed) {
  if (host.empty() || host.size() > kHostBytesMax) {
    return false;
  }
  const std::string_view allowed = bracketed ? "0123456789abcdefABCDEF:.%"
                                             : "0123456789abcdefghijklmnopqrstuvwxyz"
                                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-_";
  // A zone ("%eth0") may follow a bracketed literal and is a name of its own.
  const std::string_view literal = bracketed ? host.substr(0, host.find('%')) : host;
  return literal.find_first_not_of(allowed) == std::string_view::npos;
}

}  // namespace

Result<HostPort, HostPortError> parse_host_port(std::string_view text) {
  if (text.empty()) {
    return HostPortError::Empty;
  }
  const bool bracketed = text.front() == '[';
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return HostPortError::NoPort;
  }
  const auto port = parse_port(text.substr(colon + 1));
  if (!port) {
    return HostPortError::BadPort;
  }
  std::string_view host = text.substr(0, colon);
  if (bracketed) {
    if (host.size() < 2 || host.back() != ']') {
      return HostPortError::BadHost;
    }
    host = host.substr(1, host.size() - 2);
  }
  if (!is_host(host, bracketed)) {
    return HostPortError::BadHost;
  }
  return HostPort{std::string(host), *port};
}

std::string to_string(const HostPort& address) {
  const bool literal_v6 = address.host.find(':') != std::string::npos;
  return (literal_v6 ? "[" + address.host + "]" : address.host) + ":" +
         std::to_string(address.port);
}

std::string_view to_string(HostPortError error) {
  switch (error) {
    case HostPortError::Empty:
      return "the address is empty";
    case HostPortError::NoPort:
      return "the address has no port";
    case HostPortError::BadPort:
      return "the port is not a number from 0 to 65535";
    case HostPortError::BadHost:
      return "the host is neither a name nor a literal address (IPv6 goes in brackets)";
  }
  return "";
}

}  // namespace vitalstream::net
