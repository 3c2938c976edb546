#pragma once
// The head of an HTTP/1.x request, taken apart by Boost.Beast and read strictly: what two programs
// could read differently is refused, so that nothing can be smuggled past a proxy (RFC 9112 section
// 11.2). Lines end with CR LF, nothing is folded, each field that we act on appears once. Pure;
// used by http_session.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "net/rpc/rpc_errors.hpp"

namespace vitalstream::net {

// Views into the text that was parsed.
struct HttpHead {
  std::string_view method;
  std::string_view path;   // of the target, before '?'
  std::string_view query;  // of the target, after '?'
  bool is_http_1_0 = false;
  bool asks_close = false;    // Connection: close
  bool asks_upgrade = false;  // Connection: upgrade
  std::optional<std::uint64_t> content_length;
  // A field that is absent has no value; an empty value is not absent.
  std::optional<std::string_view> host;
  std::optional<std::string_view> origin;
  std::optional<std::string_view> content_type;
  std::optional<std::string_view> content_encoding;
  std::optional<std::string_view> transfer_encoding;
  std::optional<std::string_view> expect;
  std::optional<std::string_view> upgrade;
  std::optional<std::string_view> websocket_key;
  std::optional<std::string_view> websocket_version;
};

// The length of the head with its empty line; 0 while that has not arrived; refused as soon as a
// line ends without CR or is folded.
[[nodiscard]] Result<std::size_t, RpcCause> http_head_length(std::string_view received);

// `text` is one whole head, its empty line included.
[[nodiscard]] Result<HttpHead, RpcCause> parse_http_head(std::string_view text);

// ASCII letters count the same in both cases.
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right);

// The value of `name` in a query string such as "a=1&b=2"; nothing is unescaped.
[[nodiscard]] std::optional<std::string_view> query_value(std::string_view query,
                                                          std::string_view name);

}  // namespace vitalstream::net
