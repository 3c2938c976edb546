#pragma once
// WsSession: the WebSocket /ws. Each text message is one JSON-RPC message; answers come as they are
// ready, in any order, and are told apart by their id. Frames are taken apart in the receive
// buffer; a message in one frame is never copied. A breach of the protocol closes with its code.

#include <string>

#include "net/rpc/client_session.hpp"
#include "net/rpc/limits.hpp"
#include "net/rpc/ws_frame.hpp"

namespace vitalstream::net {

class WsSession final : public ClientSession, public RpcCaller {
 public:
  // All outlive the session.
  WsSession(SessionHost& host, RpcDispatcher& dispatcher, const RpcLimits& limits);

  [[nodiscard]] InputProgress on_input(std::span<char> input) override;
  void on_deadline() override;
  void on_half_idle() override;
  void on_stop() override;
  void on_no_memory() override { close(WsCloseCode::TryAgainLater, "overloaded"); }
  [[nodiscard]] std::size_t held_bytes() const override { return message_.capacity(); }
  [[nodiscard]] RpcCaller& caller() override { return *this; }

  void answer(std::string_view json, std::optional<RpcCause> refusal) override;
  [[nodiscard]] ConnectionRef ref() const override { return host_.ref(); }
  [[nodiscard]] std::size_t answer_room() const override { return host_.room(); }

 private:
  void on_frame(const WsFrameHead& head, std::string_view payload);
  void on_control(WsOpcode opcode, std::string_view payload);
  void on_data(const WsFrameHead& head, std::string_view payload);
  void on_message(std::string_view text);
  void await_more();
  void close(WsCloseCode code, std::string_view reason);
  void send_frame(WsOpcode opcode, std::string_view payload);

  SessionHost& host_;
  RpcDispatcher& dispatcher_;
  const RpcLimits& limits_;
  std::string message_;  // the fragments of the message that is being received
  bool fragmented_ = false;
  bool begun_ = false;  // part of a frame or message has arrived
  bool closed_ = false;
  std::string scratch_;
};

}  // namespace vitalstream::net
