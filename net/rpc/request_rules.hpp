#pragma once
// What a web page in somebody's browser could send is refused (docs/api.md): a Host that is not
// ours (DNS rebinding), a foreign Origin, a content type that needs no preflight. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/rpc/http_head.hpp"
#include "net/rpc/rpc_errors.hpp"

namespace vitalstream::net {

struct RequestRules {
  // Beside localhost, 127.0.0.1 and [::1]; without port, IPv6 addresses in brackets.
  std::vector<std::string> host_names;
  // Whole origins ("https://console.example") whose pages may talk to this node.
  std::vector<std::string> origins;
};

// The first rule that the head breaks, in the order Host, Origin.
[[nodiscard]] std::optional<RpcCause> refuse_source(const RequestRules& rules,
                                                    const HttpHead& head);

// application/json, with at most the parameter charset=utf-8, and no content coding.
[[nodiscard]] bool is_json_content(const HttpHead& head);

// The host of "host[:port]"; nothing if it is malformed.
[[nodiscard]] std::optional<std::string_view> host_of(std::string_view host_field);

}  // namespace vitalstream::net
