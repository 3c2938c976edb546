#include "crypto/provider/http/http_url.hpp"

#include <algorithm>
#include <array>

namespace vitalstream::crypto::provider {
namespace {

constexpr std::string_view kTls = "https://";
constexpr std::string_view kPlain = "http://";

// IMDS and container credentials of AWS, IMDS of Azure; then EKS pod identity.
constexpr std::array<std::string_view, 5> kMetadataHosts = {
    "169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23"};

bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte >= 0x7F || c == '#' || c == '\\';
}

std::optional<std::string> host_of(std::string_view authority) {
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    return std::string(authority.substr(1, end - 1));
  }
  return std::string(authority.substr(0, authority.find(':')));
}

bool is_loopback(std::string_view host) {
  const bool digits_only = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || host == "::1" || (host.starts_with("127.") && digits_only);
}

}  // namespace

std::optional<HttpUrl> parse_http_url(std::string_view text) {
  HttpUrl url;
  url.is_tls = text.starts_with(kTls);
  if (!url.is_tls && !text.starts_with(kPlain)) {
    return std::nullopt;
  }
  if (std::ranges::any_of(text, is_forbidden)) {
    return std::nullopt;
  }
  const std::string_view rest = text.substr((url.is_tls ? kTls : kPlain).size());
  const auto path = std::min(rest.find_first_of("/?"), rest.size());
  url.authority = rest.substr(0, path);
  url.target = rest.substr(path);
  if (!url.target.starts_with('/')) {
    url.target.insert(0, 1, '/');
  }
  const auto host = host_of(url.authority);
  if (!host || host->empty() || url.authority.find('@') != std::string::npos) {
    return std::nullopt;
  }
  url.host = *host;
  return url;
}

bool may_be_asked(const HttpUrl& url) { return url.is_tls || is_near(url); }

bool is_near(const HttpUrl& url) {
  return is_loopback(url.host) ||
         std::ranges::find(kMetadataHosts, url.host) != kMetadataHosts.end();
}

}  // namespace vitalstream::crypto::provider
