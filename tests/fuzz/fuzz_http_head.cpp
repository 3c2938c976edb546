#include "fuzz_input.hpp"
#include "net/rpc/http_head.hpp"
#include "net/rpc/request_rules.hpp"

using namespace vitalstream;
using namespace vitalstream::net;

VS_FUZZ_TARGET(input) {
  const std::string_view received = as_text(input);
  const auto length = http_head_length(received);
  if (!length || *length == 0) {
    return;
  }
  VS_ASSERT(*length <= received.size());
  const auto head = parse_http_head(received.substr(0, *length));
  if (!head) {
    return;
  }
  const RequestRules rules{{"node.example"}, {"https://console.example"}};
  static_cast<void>(refuse_source(rules, *head));
  static_cast<void>(is_json_content(*head));
  static_cast<void>(query_value(head->query, "minPeers"));
}
