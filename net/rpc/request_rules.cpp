#include "net/rpc/request_rules.hpp"

#include <algorithm>
#include <array>

#include "net/rpc/http_reply.hpp"

namespace vitalstream::net {
namespace {

constexpr std::array<std::string_view, 3> kLocalNames{"localhost", "127.0.0.1", "[::1]"};
constexpr std::size_t kPortDigitsMax = 5;

bool is_port(std::string_view text) {
  return text.size() <= kPortDigitsMax &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_host_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.' || c == '_';
}

bool is_our_name(const RequestRules& rules, std::string_view host) {
  const auto same = [host](std::string_view name) { return equal_ignoring_case(name, host); };
  return std::any_of(kLocalNames.begin(), kLocalNames.end(), same) ||
         std::any_of(rules.host_names.begin(), rules.host_names.end(), same);
}

// A page that this very server (same host and port) had served, or one that is configured.
bool is_our_origin(const RequestRules& rules, std::string_view origin, std::string_view host) {
  constexpr std::array<std::string_view, 2> kSchemes{"http://", "https://"};
  for (const std::string_view scheme : kSchemes) {
    if (origin.starts_with(scheme) && equal_ignoring_case(origin.substr(scheme.size()), host)) {
      return true;
    }
  }
  return std::find(rules.origins.begin(), rules.origins.end(), origin) != rules.origins.end();
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string_view::npos
             ? std::string_view{}
             : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The other names of JSON-RPC's type need a preflight as well.
bool is_json_type(std::string_view type) {
  constexpr std::array<std::string_view, 3> kTypes{kJsonType, "application/json-rpc",
                                                   "application/jsonrequest"};
  return std::ranges::any_of(
      kTypes, [type](std::string_view known) { return equal_ignoring_case(known, type); });
}

// JSON is UTF-8 (RFC 8259), so that this says nothing new.
bool is_utf_8_charset(std::string_view parameter) {
  constexpr std::string_view kName = "charset=";
  if (!equal_ignoring_case(parameter.substr(0, kName.size()), kName)) {
    return false;
  }
  std::string_view charset = parameter.substr(kName.size());
  if (charset.size() >= 2 && charset.front() == '"' && charset.back() == '"') {
    charset = charset.substr(1, charset.size() - 2);
  }
  return equal_ignoring_case(charset, "utf-8") || equal_ignoring_case(charset, "utf8");
}

// `rest` is empty or begins with the first semicolon. A parameter may be empty (RFC 9110 section
// 5.6.6).
bool are_json_parameters(std::string_view rest) {
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const auto end = std::min(rest.find(';'), rest.size());
    const auto parameter = trim(rest.substr(0, end));
    if (!parameter.empty() && !is_utf_8_charset(parameter)) {
      return false;
    }
    rest.remove_prefix(end);
  }
  return true;
}

bool is_plain(std::string_view coding) {
  return coding.empty() || equal_ignoring_case(coding, "identity");
}

}  // namespace

std::optional<std::string_view> host_of(std::string_view host_field) {
  std::size_t host_end = host_field.find(':');
  if (host_field.starts_with('[')) {
    const auto bracket = host_field.find(']');
    if (bracket == std::string_view::npos) {
      return std::nullopt;
    }
    host_end = bracket + 1 == host_field.size() ? std::string_view::npos : bracket + 1;
  } else if (!std::all_of(host_field.begin(),
                          host_field.begin() +
                              static_cast<std::ptrdiff_t>(std::min(host_end, host_field.size())),
                          is_host_char)) {
    return std::nullopt;
  }
  const auto host = host_field.substr(0, host_end);
  if (host.empty()) {
    return std::nullopt;
  }
  if (host_end != std::string_view::npos &&
      (host_field[host_end] != ':' || !is_port(host_field.substr(host_end + 1)))) {
    return std::nullopt;
  }
  return host;
}

std::optional<RpcCause> refuse_source(const RequestRules& rules, const HttpHead& head) {
  const auto host = head.host ? host_of(*head.host) : std::nullopt;
  if (!host || !is_our_name(rules, *host)) {
    return RpcCause::HostRefused;
  }
  if (head.origin && !is_our_origin(rules, *head.origin, *head.host)) {
    return RpcCause::OriginRefused;
  }
  return std::nullopt;
}

bool is_json_content(const HttpHead& head) {
  const std::string_view value = head.content_type.value_or(std::string_view{});
  const auto semicolon = std::min(value.find(';'), value.size());
  return is_json_type(trim(value.substr(0, semicolon))) &&
         are_json_parameters(value.substr(semicolon)) &&
         is_plain(head.content_encoding.value_or(std::string_view{}));
}

}  // namespace vitalstream::net
