#include "net/rpc/http_session.hpp"

#include "net/rpc/json_rpc.hpp"

namespace vitalstream::net {
namespace {

std::string at_most(std::size_t bytes) { return "at most " + std::to_string(bytes) + " bytes"; }

}  // namespace

HttpSession::HttpSession(SessionHost& host, HttpSite& site, const RpcLimits& limits)
    : host_(host), site_(site), limits_(limits) {
  host_.enter(SessionPhase::Head);
}

InputProgress HttpSession::on_input(std::span<char> input) {
  const std::string_view text(input.data(), input.size());
  switch (state_) {
    case State::AwaitingHead:
      return text.empty() ? InputProgress{} : read_head(text);
    case State::AwaitingBody:
      return read_body(text);
    case State::Answering:
      return {};
    case State::Ended:
      return {.consumed = text.size()};
  }
  return {};
}

InputProgress HttpSession::read_head(std::string_view input) {
  if (!head_begun_) {
    head_begun_ = true;
    host_.enter(SessionPhase::Head);
  }
  const auto length = http_head_length(input.substr(0, limits_.head_bytes_max));
  if (!length) {
    refuse(length.error());
    return {.consumed = input.size()};
  }
  if (*length == 0) {
    if (input.size() >= limits_.head_bytes_max) {
      refuse({.cause = RpcCause::HeadTooLarge, .detail = at_most(limits_.head_bytes_max)});
      return {.consumed = input.size()};
    }
    return {.wanted = limits_.head_bytes_max};
  }
  const auto head = parse_http_head(input.substr(0, *length));
  if (!head) {
    refuse(head.error());
    return {.consumed = input.size()};
  }
  on_head(*head);
  return {.consumed = *length};
}

void HttpSession::on_head(const HttpHead& head) {
  const bool asks_close = head.asks_close || head.is_http_1_0;
  const bool has_body = head.transfer_encoding || head.content_length.value_or(0) != 0;
  state_ = State::Answering;
  asks_head_only_ = head.method == "HEAD";
  // A body that the site does not read would be taken for the next request.
  close_after_ = asks_close || has_body;
  const HeadVerdict verdict = site_.on_head(head, *this);
  switch (verdict.kind) {
    case HeadVerdict::Kind::ReadBody:
      close_after_ = asks_close;
      begin_body(head);
      return;
    case HeadVerdict::Kind::Refused:
      refuse({.cause = verdict.cause, .detail = verdict.detail}, verdict.more_fields);
      return;
    case HeadVerdict::Kind::Answered:
    case HeadVerdict::Kind::Upgraded:
      if (state_ == State::Answering) {
        host_.enter(SessionPhase::Answering);
      }
      return;
  }
}

void HttpSession::begin_body(const HttpHead& head) {
  const bool is_chunked =
      head.transfer_encoding && equal_ignoring_case(*head.transfer_encoding, "chunked");
  if (!head.content_length && !is_chunked) {
    refuse(RpcCause::LengthRequired);
    return;
  }
  const std::uint64_t length = head.content_length.value_or(0);
  if (length > limits_.body_bytes_max) {
    refuse({.cause = RpcCause::BodyTooLarge, .detail = at_most(limits_.body_bytes_max)});
    return;
  }
  // RFC 9110 section 10.1.1: whoever speaks HTTP/1.0 could not read the interim answer.
  if (head.expect && !head.is_http_1_0) {
    if (!equal_ignoring_case(*head.expect, "100-continue")) {
      refuse(RpcCause::ExpectationRefused);
      return;
    }
    host_.send(http_continue());
  }
  body_bytes_ = static_cast<std::size_t>(length);
  if (is_chunked) {
    chunked_.emplace(limits_.body_bytes_max);
  }
  state_ = State::AwaitingBody;
  host_.enter(SessionPhase::Body);
}

InputProgress HttpSession::read_body(std::string_view input) {
  if (chunked_) {
    return read_chunks(input);
  }
  if (input.size() < body_bytes_) {
    return {.wanted = body_bytes_};
  }
  state_ = State::Answering;
  host_.enter(SessionPhase::Answering);
  site_.on_body(input.substr(0, body_bytes_), *this);
  // An empty body takes nothing from the input, and yet a step has been made: its answer, or the
  // end of it, brings the session back here.
  return {.consumed = body_bytes_};
}

InputProgress HttpSession::read_chunks(std::string_view input) {
  const ChunkedBody::Progress progress = chunked_->take(input);
  if (progress.refusal) {
    const bool is_large = *progress.refusal == RpcCause::BodyTooLarge;
    refuse({.cause = *progress.refusal, .detail = is_large ? at_most(limits_.body_bytes_max) : ""});
    return {.consumed = input.size()};
  }
  if (chunked_->is_complete()) {
    state_ = State::Answering;
    host_.enter(SessionPhase::Answering);
    site_.on_body(chunked_->text(), *this);
    chunked_.reset();
  }
  return {.consumed = progress.consumed};
}

void HttpSession::on_deadline() {
  switch (state_) {
    case State::AwaitingHead:
      if (!head_begun_) {
        state_ = State::Ended;
        host_.finish();
        return;
      }
      refuse(RpcCause::RequestDeadline);
      return;
    case State::AwaitingBody:
      refuse(RpcCause::RequestDeadline);
      return;
    case State::Answering:
    case State::Ended:
      return;
  }
}

void HttpSession::on_stop() {
  close_after_ = true;
  if (state_ == State::AwaitingHead) {
    state_ = State::Ended;
    host_.finish();
  }
}

void HttpSession::answer(std::string_view json, std::optional<RpcCause> refusal) {
  std::uint16_t status = 200;
  if (refusal) {
    status = describe(*refusal).http_status;
  }
  reply({.status = status, .body = json});
}

void HttpSession::reply(HttpReply reply) {
  if (state_ != State::Answering) {
    return;
  }
  // The site may answer at once, while this still waits for a head.
  host_.enter(SessionPhase::Answering);
  reply.close = reply.close || close_after_;
  close_after_ = reply.close;
  reply.head_only = asks_head_only_;
  scratch_.clear();
  append_http_reply(scratch_, reply);
  host_.send(scratch_);
  end_request();
}

void HttpSession::end_request() {
  if (close_after_) {
    state_ = State::Ended;
    host_.finish();
    return;
  }
  state_ = State::AwaitingHead;
  head_begun_ = false;
  asks_head_only_ = false;
  host_.enter(SessionPhase::Idle);
}

void HttpSession::refuse(const RpcError& error, std::span<const HttpField> more_fields) {
  site_.on_refused(error.cause);
  chunked_.reset();
  std::string body;
  append_error(body, kNullId, error);
  scratch_.clear();
  append_http_reply(scratch_, {.status = describe(error.cause).http_status,
                               .body = body,
                               .more_fields = more_fields,
                               .close = true,
                               .head_only = asks_head_only_});
  host_.send(scratch_);
  state_ = State::Ended;
  host_.finish();
}

void HttpSession::upgrade(std::string_view accept) {
  scratch_.clear();
  append_http_upgrade(scratch_, accept);
  host_.send(scratch_);
  state_ = State::Ended;
  host_.become_websocket();
}

}  // namespace vitalstream::net
