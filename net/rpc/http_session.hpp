#pragma once
// HttpSession: HTTP/1.1 on one connection. One request at a time: a pipelined one waits in the
// bounded receive buffer until the answer before it has been handed over. A refusal closes the
// connection; what is too large is refused by its head, before the body is read. The site decides
// what a request means.

#include <cstdint>
#include <optional>
#include <string>

#include "net/rpc/chunked_body.hpp"
#include "net/rpc/client_session.hpp"
#include "net/rpc/http_head.hpp"
#include "net/rpc/http_reply.hpp"
#include "net/rpc/limits.hpp"

namespace vitalstream::net {

class HttpSession;

// What is to be done with a request whose head has arrived.
struct HeadVerdict {
  enum class Kind {
    ReadBody,  // then HttpSite::on_body
    Answered,  // the site has answered, or will
    Upgraded,  // to a WebSocket
    Refused,
  };
  Kind kind = Kind::Answered;
  RpcCause cause = RpcCause::PathUnknown;    // of a refusal
  std::span<const HttpField> more_fields{};  // of a refusal's head
  std::string detail{};                      // of a refusal: what exactly is wrong
};

class HttpSite {
 public:
  virtual ~HttpSite() = default;

  [[nodiscard]] virtual HeadVerdict on_head(const HttpHead& head, HttpSession& session) = 0;
  virtual void on_body(std::string_view body, HttpSession& session) = 0;
  // A request was refused by HTTP's own rules.
  virtual void on_refused(RpcCause cause) = 0;
};

class HttpSession final : public ClientSession, public RpcCaller {
 public:
  // All outlive the session.
  HttpSession(SessionHost& host, HttpSite& site, const RpcLimits& limits);

  [[nodiscard]] InputProgress on_input(std::span<char> input) override;
  void on_deadline() override;
  void on_half_idle() override {}
  void on_stop() override;
  void on_no_memory() override { refuse(RpcCause::Overloaded); }
  [[nodiscard]] std::size_t held_bytes() const override {
    return chunked_ ? chunked_->text().capacity() : 0;
  }
  [[nodiscard]] RpcCaller& caller() override { return *this; }

  // RpcCaller: the JSON-RPC answer to the request that waits.
  void answer(std::string_view json, std::optional<RpcCause> refusal) override;
  [[nodiscard]] ConnectionRef ref() const override { return host_.ref(); }
  [[nodiscard]] std::size_t answer_room() const override { return host_.room(); }

  // The site's answer to the request that waits.
  void reply(HttpReply reply);
  // Answers with the cause's status and closes.
  void refuse(const RpcError& error, std::span<const HttpField> more_fields = {});
  void refuse(RpcCause cause) { refuse(RpcError{.cause = cause}); }
  // Answers 101 and hands the connection to the WebSocket.
  void upgrade(std::string_view accept);

 private:
  enum class State { AwaitingHead, AwaitingBody, Answering, Ended };

  InputProgress read_head(std::string_view input);
  void on_head(const HttpHead& head);
  void begin_body(const HttpHead& head);
  InputProgress read_body(std::string_view input);
  InputProgress read_chunks(std::string_view input);
  void end_request();

  SessionHost& host_;
  HttpSite& site_;
  const RpcLimits& limits_;
  State state_ = State::AwaitingHead;
  bool head_begun_ = true;  // a new connection owes its first head
  bool close_after_ = false;
  bool asks_head_only_ = false;         // the request that waits is a HEAD
  std::size_t body_bytes_ = 0;          // of a body that comes in one piece
  std::optional<ChunkedBody> chunked_;  // of one that does not
  std::string scratch_;
};

}  // namespace vitalstream::net
