#include "node/config/endpoint.hpp"

#include <algorithm>
#include <charconv>

namespace vitalstream::node {
namespace {

constexpr std::size_t kHostCharsMax = 253;  // RFC 1035, as text
constexpr std::size_t kPortCharsMax = 5;

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_';
}

bool is_ipv6_char(char c) {
  return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == ':' ||
         c == '.';
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  if (text.empty() || text.size() > kPortCharsMax) {
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return port;
}

bool is_host(std::string_view host, bool bracketed) {
  if (host.empty() || host.size() > kHostCharsMax) {
    return false;
  }
  if (bracketed) {
    return host.find(':') != std::string_view::npos &&
           std::all_of(host.begin(), host.end(), is_ipv6_char);
  }
  return std::all_of(host.begin(), host.end(), is_name_char);
}

bool is_ipv4(std::string_view host) {
  return std::count(host.begin(), host.end(), '.') == 3 &&
         std::all_of(host.begin(), host.end(),
                     [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

}  // namespace

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  const auto port = parse_port(text.substr(colon + 1));
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() >= 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) {
    host = host.substr(1, host.size() - 2);
  }
  if (!port || !is_host(host, bracketed)) {
    return std::nullopt;
  }
  return Endpoint{.host = std::string{host}, .port = *port};
}

std::string to_string(const Endpoint& endpoint) {
  const bool ipv6 = endpoint.host.find(':') != std::string::npos;
  const std::string host = ipv6 ? "[" + endpoint.host + "]" : endpoint.host;
  return host + ":" + std::to_string(endpoint.port);
}

bool is_loopback(const Endpoint& endpoint) {
  if (endpoint.host == "localhost" || endpoint.host == "::1") {
    return true;
  }
  return is_ipv4(endpoint.host) && endpoint.host.starts_with("127.");
}

}  // namespace vitalstream::node
