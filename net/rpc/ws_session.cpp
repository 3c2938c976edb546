#include "net/rpc/ws_session.hpp"

#include "json/utf8.hpp"

namespace vitalstream::net {
namespace {

// A close frame carries nothing, or a code that a peer may send and a reason in UTF-8.
bool is_valid_close(std::string_view payload) {
  if (payload.empty()) {
    return true;
  }
  if (payload.size() < 2) {
    return false;
  }
  const unsigned code = (unsigned{static_cast<unsigned char>(payload[0])} << 8U) |
                        static_cast<unsigned char>(payload[1]);
  const bool is_defined =
      (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
      (code >= 3000 && code <= 4999);
  return is_defined && is_utf8(payload.substr(2));
}

// What a fragmented message may leave behind for the next one.
constexpr std::size_t kFragmentBytesKept = kRpcReadChunkBytes;

}  // namespace

WsSession::WsSession(SessionHost& host, RpcDispatcher& dispatcher, const RpcLimits& limits)
    : host_(host), dispatcher_(dispatcher), limits_(limits) {
  host_.enter(SessionPhase::Idle);
}

InputProgress WsSession::on_input(std::span<char> input) {
  if (closed_) {
    return {.consumed = input.size()};
  }
  if (input.empty()) {
    return {};
  }
  const auto head = parse_ws_frame_head(input);
  if (!head) {
    close(WsCloseCode::ProtocolError, "malformed_frame");
    return {.consumed = input.size()};
  }
  if (head->head_bytes == 0) {
    await_more();
    return {.wanted = kWsFrameHeadBytesMax};
  }
  if (head->payload_bytes > limits_.body_bytes_max - message_.size()) {
    close(WsCloseCode::TooLarge, "message_too_large");
    return {.consumed = input.size()};
  }
  const auto payload_bytes = static_cast<std::size_t>(head->payload_bytes);
  const std::size_t frame_bytes = head->head_bytes + payload_bytes;
  if (input.size() < frame_bytes) {
    await_more();
    return {.wanted = frame_bytes};
  }
  const auto payload = input.subspan(head->head_bytes, payload_bytes);
  unmask(payload, head->mask);
  on_frame(*head, {payload.data(), payload.size()});
  return {.consumed = frame_bytes};
}

// The deadline of a message runs from its first byte, whatever else arrives in between.
void WsSession::await_more() {
  if (!begun_) {
    begun_ = true;
    host_.enter(SessionPhase::Body);
  }
}

void WsSession::on_frame(const WsFrameHead& head, std::string_view payload) {
  if (is_control(head.opcode)) {
    on_control(head.opcode, payload);
  } else {
    on_data(head, payload);
  }
  if (!closed_ && !fragmented_) {
    begun_ = false;
    host_.enter(SessionPhase::Idle);
  }
}

void WsSession::on_control(WsOpcode opcode, std::string_view payload) {
  if (opcode == WsOpcode::Ping) {
    send_frame(WsOpcode::Pong, payload);
    return;
  }
  if (opcode != WsOpcode::Close) {
    return;
  }
  if (!is_valid_close(payload)) {
    close(WsCloseCode::ProtocolError, "malformed_close");
    return;
  }
  send_frame(WsOpcode::Close, payload.substr(0, 2));
  closed_ = true;
  host_.finish();
}

void WsSession::on_data(const WsFrameHead& head, std::string_view payload) {
  if (head.opcode == WsOpcode::Binary) {
    close(WsCloseCode::UnsupportedData, "text_only");
    return;
  }
  if ((head.opcode == WsOpcode::Continuation) != fragmented_) {
    close(WsCloseCode::ProtocolError, "fragment_out_of_order");
    return;
  }
  if (head.final && !fragmented_) {
    on_message(payload);
    return;
  }
  message_ += payload;
  fragmented_ = !head.final;
  if (fragmented_) {
    await_more();
    return;
  }
  on_message(message_);
  message_.clear();
  if (message_.capacity() > kFragmentBytesKept) {
    message_.shrink_to_fit();
  }
}

void WsSession::on_message(std::string_view text) {
  if (!is_utf8(text)) {
    close(WsCloseCode::InvalidText, "not_utf8");
    return;
  }
  static_cast<void>(dispatcher_.on_message(text, *this));
}

void WsSession::on_deadline() {
  if (begun_) {
    close(WsCloseCode::PolicyViolation, "message_deadline");
    return;
  }
  if (in_flight > 0) {
    host_.enter(SessionPhase::Idle);
    return;
  }
  close(WsCloseCode::PolicyViolation, "idle");
}

void WsSession::on_half_idle() {
  if (!closed_) {
    send_frame(WsOpcode::Ping, {});
  }
}

void WsSession::on_stop() {
  if (in_flight == 0) {
    close(WsCloseCode::GoingAway, "shutting_down");
  }
}

void WsSession::answer(std::string_view json, std::optional<RpcCause> /*refusal*/) {
  if (!closed_) {
    send_frame(WsOpcode::Text, json);
  }
}

void WsSession::send_frame(WsOpcode opcode, std::string_view payload) {
  scratch_.clear();
  append_ws_frame(scratch_, opcode, payload);
  host_.send(scratch_);
}

void WsSession::close(WsCloseCode code, std::string_view reason) {
  if (closed_) {
    return;
  }
  closed_ = true;
  scratch_.clear();
  append_ws_close(scratch_, code, reason);
  host_.send(scratch_);
  host_.finish();
}

}  // namespace vitalstream::net
