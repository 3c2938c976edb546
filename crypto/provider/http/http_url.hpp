#pragma once
// What is asked of a URL before anything is sent to it. Credentials go over plain HTTP only to this
// machine and to the link-local addresses at which clouds serve metadata. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

namespace vitalstream::crypto::provider {

struct HttpUrl {
  bool is_tls = false;
  // Without brackets.
  std::string host;
  // As written: "host", "host:8200", "[::1]:8200".
  std::string authority;
  // Path and query, at least "/".
  std::string target;
};

// Nothing unless it is http:// or https://, has a host, and holds no user name, fragment, control
// character or space.
[[nodiscard]] std::optional<HttpUrl> parse_http_url(std::string_view text);

[[nodiscard]] bool may_be_asked(const HttpUrl& url);

// This machine, and the addresses at which a cloud serves it metadata: no proxy stands before them,
// and none may see what they answer.
[[nodiscard]] bool is_near(const HttpUrl& url);

}  // namespace vitalstream::crypto::provider
