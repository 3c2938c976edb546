#include "net/rpc/http_head.hpp"

#include <algorithm>
#include <charconv>

#include "net/rpc/limits.hpp"

namespace vitalstream::net {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
// A length of more digits is too large for any limit.
constexpr std::size_t kLengthDigitsMax = 18;
constexpr std::string_view kRootPath = "/";
constexpr std::string_view kSchemes[] = {"http://", "https://"};

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_token_char(char c) {
  constexpr std::string_view kSymbols = "!#$%&'*+-.^_`|~";
  return is_alphanumeric(c) || kSymbols.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

// Visible characters, blanks and bytes beyond ASCII; no control character.
bool is_value_char(char c) {
  const auto code = static_cast<unsigned char>(c);
  return code == '\t' || (code >= 0x20 && code != 0x7f);
}

bool is_target_char(char c) { return c > 0x20 && c < 0x7f; }

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Takes "http://host:port" off a target in absolute form; what is left begins with the path, or is
// empty or a query where that is empty.
bool take_authority(std::string_view& target, std::string_view& authority) {
  for (const std::string_view scheme : kSchemes) {
    if (equal_ignoring_case(target.substr(0, scheme.size()), scheme)) {
      target.remove_prefix(scheme.size());
      const auto end = std::min(target.find_first_of("/?"), target.size());
      authority = target.substr(0, end);
      target.remove_prefix(end);
      return !authority.empty();
    }
  }
  return false;
}

// `authority` is set for a target in absolute form, which every server must take (RFC 9112 section
// 3.2.2).
bool parse_target(std::string_view target, HttpHead& head, std::string_view& authority) {
  if (!std::all_of(target.begin(), target.end(), is_target_char) ||
      (!target.starts_with('/') && !take_authority(target, authority))) {
    return false;
  }
  const auto mark = target.find('?');
  head.path = mark == 0 || target.empty() ? kRootPath : target.substr(0, mark);
  head.query = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
  return true;
}

// METHOD SP target SP HTTP/1.x, with single blanks.
bool parse_request_line(std::string_view line, HttpHead& head, std::string_view& authority) {
  const auto method_end = line.find(' ');
  const auto target_end = line.rfind(' ');
  if (method_end == std::string_view::npos || target_end <= method_end) {
    return false;
  }
  const auto version = line.substr(target_end + 1);
  const auto target = line.substr(method_end + 1, target_end - method_end - 1);
  head.method = line.substr(0, method_end);
  head.is_http_1_0 = version == "HTTP/1.0";
  return is_token(head.method) && (version == "HTTP/1.1" || head.is_http_1_0) &&
         parse_target(target, head, authority);
}

// Of a target in absolute form it alone counts (RFC 9112 section 3.2.2); beside a field that says
// something else, two servers would understand the request differently.
bool settle_host(HttpHead& head, std::string_view authority) {
  const bool named = head.host || head.is_http_1_0;
  if (authority.empty()) {
    return named;
  }
  if (head.host && !equal_ignoring_case(*head.host, authority)) {
    return false;
  }
  head.host = authority;
  return named;
}

bool parse_length(std::string_view value, HttpHead& head) {
  std::uint64_t length = 0;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (head.content_length || value.empty() || value.size() > kLengthDigitsMax ||
      !std::all_of(value.begin(), value.end(), is_digit)) {
    return false;
  }
  std::from_chars(value.data(), value.data() + value.size(), length);
  head.content_length = length;
  return true;
}

// Connection is a list and may be repeated.
bool parse_connection(std::string_view value, HttpHead& head) {
  while (!value.empty()) {
    const auto comma = value.find(',');
    const auto option = trim(value.substr(0, comma));
    head.asks_close = head.asks_close || equal_ignoring_case(option, "close");
    head.asks_upgrade = head.asks_upgrade || equal_ignoring_case(option, "upgrade");
    value = comma == std::string_view::npos ? std::string_view{} : value.substr(comma + 1);
  }
  return true;
}

bool set_once(std::optional<std::string_view>& field, std::string_view value) {
  if (field) {
    return false;
  }
  field = value;
  return true;
}

struct SingleField {
  std::string_view name;
  std::optional<std::string_view> HttpHead::*field;
};

constexpr SingleField kSingleFields[] = {
    {"host", &HttpHead::host},
    {"origin", &HttpHead::origin},
    {"content-type", &HttpHead::content_type},
    {"content-encoding", &HttpHead::content_encoding},
    {"expect", &HttpHead::expect},
    {"upgrade", &HttpHead::upgrade},
    {"sec-websocket-key", &HttpHead::websocket_key},
    {"sec-websocket-version", &HttpHead::websocket_version},
};

bool apply_field(std::string_view name, std::string_view value, HttpHead& head) {
  if (equal_ignoring_case(name, "content-length")) {
    return parse_length(value, head);
  }
  if (equal_ignoring_case(name, "connection")) {
    return parse_connection(value, head);
  }
  if (equal_ignoring_case(name, "transfer-encoding")) {
    head.has_transfer_encoding = true;
    return true;
  }
  for (const SingleField& single : kSingleFields) {
    if (equal_ignoring_case(name, single.name)) {
      return set_once(head.*single.field, value);
    }
  }
  return true;
}

// A line that begins with a blank would be a folded one: its name is no token.
bool parse_field(std::string_view line, HttpHead& head) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return false;
  }
  const auto value = trim(line.substr(colon + 1));
  return std::all_of(value.begin(), value.end(), is_value_char) &&
         apply_field(line.substr(0, colon), value, head);
}

std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find(kLineEnd);
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + kLineEnd.size());
  return line;
}

}  // namespace

Result<std::size_t, RpcCause> http_head_length(std::string_view received) {
  std::size_t line_begin = 0;
  for (;;) {
    const auto feed = received.find('\n', line_begin);
    if (feed == std::string_view::npos) {
      return std::size_t{0};
    }
    if (feed == line_begin || received[feed - 1] != '\r') {
      return RpcCause::MalformedHttp;
    }
    if (feed == line_begin + 1) {
      return feed + 1;
    }
    line_begin = feed + 1;
  }
}

Result<HttpHead, RpcCause> parse_http_head(std::string_view text) {
  HttpHead head;
  std::string_view rest = text;
  std::string_view authority;
  if (!parse_request_line(take_line(rest), head, authority)) {
    return RpcCause::MalformedHttp;
  }
  std::size_t fields = 0;
  for (std::string_view line = take_line(rest); !line.empty(); line = take_line(rest)) {
    if (++fields > kRpcHeadFieldsMax) {
      return RpcCause::HeadTooLarge;
    }
    if (!parse_field(line, head)) {
      return RpcCause::MalformedHttp;
    }
  }
  if (head.has_transfer_encoding && (head.content_length || head.is_http_1_0)) {
    return RpcCause::MalformedHttp;
  }
  if (!settle_host(head, authority)) {
    return RpcCause::MalformedHttp;
  }
  return head;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

std::optional<std::string_view> query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    const auto equals = pair.find('=');
    if (pair.substr(0, equals) == name && equals != std::string_view::npos) {
      return pair.substr(equals + 1);
    }
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
  }
  return std::nullopt;
}

}  // namespace vitalstream::net
