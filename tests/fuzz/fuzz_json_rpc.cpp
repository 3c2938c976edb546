#include "fuzz_input.hpp"
#include "net/rpc/json_rpc.hpp"

using namespace vitalstream;
using namespace vitalstream::net;

VS_FUZZ_TARGET(input) {
  RpcMessageParser parser{RpcLimits{}};
  const RpcMessage& message = parser.parse(as_text(input));
  VS_ASSERT(message.fault.has_value() || !message.requests.empty());
  VS_ASSERT(message.requests.size() <= RpcLimits{}.batch_max);
  std::string answer;
  for (const RpcRequest& request : message.requests) {
    if (request.fault) {
      append_error(answer, request.is_notification() ? kNullId : request.id, *request.fault);
    }
  }
}
