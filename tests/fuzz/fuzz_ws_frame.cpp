#include "fuzz_input.hpp"
#include "json/utf8.hpp"
#include "net/rpc/ws_frame.hpp"

using namespace vitalstream;
using namespace vitalstream::net;

VS_FUZZ_TARGET(input) {
  const std::string_view text = as_text(input);
  static_cast<void>(is_utf8(text));
  static_cast<void>(ws_accept(text));
  const auto head = parse_ws_frame_head(text);
  if (!head || head->head_bytes == 0) {
    return;
  }
  VS_ASSERT(head->head_bytes <= input.size());
  VS_ASSERT(!is_control(head->opcode) || head->payload_bytes <= kWsControlBytesMax);
}
