#include "node/config/endpoint.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace vitalstream::node {
namespace {

constexpr std::size_t kHostCharsMax = 253;  // RFC 1035, as text
constexpr std::size_t kPortCharsMax = 5;

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_';
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  if (text.empty() || text.size() > kPortCharsMax || (text.size() > 1 && text.front() == '0')) {
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return port;
}

// As inet_pton reads it: four decimal numbers without leading zeros, or RFC 4291 section 2.2.
bool is_address(int family, std::string_view host) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(family, std::string(host).c_str(), bytes.data()) == 1;
}

// No name ends in a number (RFC 3696 section 2); a resolver would read 010.0.0.1 and 127.1 as
// addresses of its own making.
bool ends_in_number(std::string_view host) {
  const std::string_view last = host.substr(host.rfind('.') + 1);
  return last.starts_with("0x") || last.starts_with("0X") ||
         std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_host(std::string_view host, bool bracketed) {
  if (host.empty() || host.size() > kHostCharsMax) {
    return false;
  }
  if (bracketed) {
    return is_address(AF_INET6, host);
  }
  if (ends_in_number(host)) {
    return is_address(AF_INET, host);
  }
  return std::all_of(host.begin(), host.end(), is_name_char);
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
  return endpoint.host.starts_with("127.") && is_address(AF_INET, endpoint.host);
}

}  // namespace vitalstream::node
