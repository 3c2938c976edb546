#include "fuzz_input.hpp"
#include "net/p2p/host_port.hpp"
#include "node/config/endpoint.hpp"

using namespace vitalstream;

VS_FUZZ_TARGET(input) {
  if (const auto address = net::parse_host_port(as_text(input))) {
    const auto again = net::parse_host_port(net::to_string(*address));
    VS_ASSERT(again.has_value() && *again == *address);
  }
  if (const auto endpoint = node::parse_endpoint(as_text(input))) {
    VS_ASSERT(node::parse_endpoint(node::to_string(*endpoint)) == endpoint);
    static_cast<void>(node::is_loopback(*endpoint));
  }
}
