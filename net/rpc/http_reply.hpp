#pragma once
// How an HTTP answer is spelled, by Boost.Beast. Pure.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace vitalstream::net {

inline constexpr std::string_view kJsonType = "application/json";
inline constexpr std::string_view kTextType = "text/plain; charset=utf-8";
inline constexpr std::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

struct HttpField {
  std::string_view name;
  std::string_view value;
};

struct HttpReply {
  std::uint16_t status = 200;
  std::string_view content_type = kJsonType;
  std::string_view body{};
  std::span<const HttpField> more_fields{};
  bool close = false;
  // The answer to HEAD: the head of a GET's, its Content-Length included, and no content.
  bool head_only = false;
};

void append_http_reply(std::string& out, const HttpReply& reply);

// 101: what follows is a WebSocket. `accept` answers the client's key.
void append_http_upgrade(std::string& out, std::string_view accept);

// "HTTP/1.1 100 Continue" and its empty line.
[[nodiscard]] std::string_view http_continue();

}  // namespace vitalstream::net
