#include "net/rpc/rpc_connection.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <string>

#include "net/rpc/http_reply.hpp"
#include "net/rpc/json_rpc.hpp"
#include "net/rpc/rpc_origin.hpp"

namespace vitalstream::net {
namespace {

using boost::system::error_code;
namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

constexpr unsigned char kTlsHandshakeRecord = 0x16;

}  // namespace

RpcConnection::RpcConnection(RpcChannel::Socket socket, ConnectionRef ref, ConnectionParts parts)
    : channel_(std::move(socket)),
      ref_(ref),
      parts_(parts),
      input_(kRpcReadChunkBytes),
      phase_began_(Clock::now()),
      last_written_(phase_began_) {}

RpcConnection::~RpcConnection() = default;

RpcCaller* RpcConnection::caller() {
  return session_ && state_ != State::Closed ? &session_->caller() : nullptr;
}

void RpcConnection::start(std::optional<RpcCause> refusal) noexcept {
  refusal_ = refusal;
  guard([this] { wait_for_first_byte(); });
}

void RpcConnection::wait_for_first_byte() {
  error_code ignored;
  channel_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  channel_.socket().non_blocking(true, ignored);
  channel_.socket().async_wait(RpcChannel::Socket::wait_read,
                               guarded(&RpcConnection::on_readable));
}

void RpcConnection::on_readable(const error_code& error) {
  if (error) {
    close();
  } else if (state_ == State::Detecting) {
    on_first_byte();
  }
}

// The first byte of a TLS connection is that of a handshake record; no HTTP method begins so.
void RpcConnection::on_first_byte() {
  unsigned char first = 0;
  error_code error;
  const std::size_t got = channel_.socket().receive(asio::buffer(&first, 1),
                                                    RpcChannel::Socket::message_peek, error);
  if (error || got == 0) {
    close();
    return;
  }
  if (first == kTlsHandshakeRecord) {
    handshake();
  } else if (refusal_) {
    refuse_plainly(*refusal_);
  } else {
    open();
  }
}

void RpcConnection::handshake() {
  TlsContextPtr context = parts_.owner.tls_context();
  const bool only_plain_is_refused = refusal_ == RpcCause::PlainRefused;
  if (!context || (refusal_ && !only_plain_is_refused)) {
    close();
    return;
  }
  state_ = State::Handshaking;
  phase_began_ = Clock::now();
  if (!channel_.async_handshake(std::move(context), guarded(&RpcConnection::on_handshake))) {
    close();
  }
}

void RpcConnection::on_handshake(const error_code& error) {
  if (error) {
    close();
  } else if (state_ == State::Handshaking) {
    open();
  }
}

void RpcConnection::open() {
  state_ = State::Open;
  counted_as_tls_ = channel_.has_tls();
  parts_.load.tls_connections += counted_as_tls_ ? 1U : 0U;
  error_code gone;
  const auto peer = channel_.socket().remote_endpoint(gone).address();
  origin_ = origin_of_connection(channel_.tls_handle(), peer, ref_);
  is_local_ = !gone && is_loopback(peer);
  if (channel_.has_tls() && SSL_get0_peer_certificate(channel_.tls_handle()) != nullptr) {
    prove();
  }
  use(parts_.owner.make_http(*this));
  read();
}

void RpcConnection::prove() noexcept {
  if (!is_proven_) {
    is_proven_ = true;
    parts_.owner.on_proven(*this);
  }
}

void RpcConnection::use(std::unique_ptr<ClientSession> session) {
  session_ = std::move(session);
  session_->caller().origin = origin_;
  session_->caller().is_local = is_local_;
}

void RpcConnection::refuse_plainly(RpcCause cause) {
  parts_.stats.count_refusal(cause);
  std::string body;
  append_error(body, kNullId,
               {.cause = cause, .retry_after_ms = describe(cause).retryable ? kRetryAfterMs : 0});
  std::string reply;
  append_http_reply(reply,
                    {.status = describe(cause).http_status, .body = body, .close = true});
  state_ = State::Open;
  send(reply);
  finish();
  flush();
}

void RpcConnection::send(std::string_view bytes) {
  if (state_ != State::Open && state_ != State::Finishing) {
    return;
  }
  if (outbound_.empty()) {
    last_written_ = Clock::now();
  }
  outbound_.append(bytes);
  account();
  mark_dirty();
}

void RpcConnection::mark_dirty() {
  if (!dirty_) {
    dirty_ = true;
    parts_.owner.mark_dirty(*this);
  }
}

void RpcConnection::enter(SessionPhase phase) {
  phase_ = phase;
  phase_began_ = Clock::now();
  nudged_ = false;
  if (phase == SessionPhase::Answering || phase == SessionPhase::Idle) {
    prove();
  }
}

void RpcConnection::finish() {
  if (state_ == State::Open) {
    state_ = State::Finishing;
    mark_dirty();
  }
}

void RpcConnection::settle() noexcept {
  dirty_ = false;
  guard([this] {
    process();
    flush();
  });
}

// Not more is read than the session can use: what a client sends ahead waits in the kernel.
void RpcConnection::read() {
  if (state_ != State::Open || reading_ || at_end_ || is_paused() || !prepare_input()) {
    return;
  }
  reading_ = true;
  const auto room = input_.writable();
  channel_.async_read_some(asio::buffer(room.data(), room.size()),
                           guarded(&RpcConnection::on_read));
}

// Whether there is room for a read. A large request is given its room at once, if the server still
// has as much to give.
bool RpcConnection::prepare_input() {
  const std::size_t target = std::max({input_wanted_, read_chunk_, input_.size()});
  const std::size_t others = parts_.load.input_bytes - charged_input_;
  if (input_wanted_ > input_.capacity() &&
      others + input_wanted_ > parts_.limits.input_bytes_total) {
    session_->on_no_memory();
    return false;
  }
  input_.resize(target);
  account();
  return !input_.writable().empty();
}

void RpcConnection::on_read(const error_code& error, std::size_t bytes) {
  reading_ = false;
  if (state_ == State::Closed) {
    return;
  }
  if (state_ != State::Open) {
    flush();
    return;
  }
  if (error) {
    at_end_ = true;
    close_if_done();
    return;
  }
  const bool filled = bytes == input_.writable().size();
  read_chunk_ = filled ? kRpcReadChunkBytesBusy : kRpcReadChunkBytes;
  input_.commit(bytes);
  process();
  parts_.owner.settle_dirty();
}

// A client that does not read its answers is not asked for more.
bool RpcConnection::is_paused() const {
  const std::size_t in_batches = session_ ? session_->caller().batch_bytes : 0;
  return outbound_.size() + in_batches >= parts_.limits.outbound_bytes_pause;
}

// The last response_bytes_max are kept for the answer to a batch, which cannot be made shorter.
std::size_t RpcConnection::room() const {
  const std::size_t taken = outbound_.size() + parts_.limits.response_bytes_max;
  return parts_.limits.outbound_bytes_max - std::min(taken, parts_.limits.outbound_bytes_max);
}

void RpcConnection::process() {
  while (state_ == State::Open && !is_paused()) {
    const InputProgress progress = session_->on_input(input_.readable());
    input_.consume(std::min(progress.consumed, input_.size()));
    if (upgrade_) {
      upgrade_ = false;
      use(parts_.owner.make_websocket(*this));
    } else if (progress.consumed == 0) {
      input_wanted_ = progress.wanted;
      break;
    }
  }
  read();
  close_if_done();
}

// Brings the server's totals up to date with what this connection holds.
void RpcConnection::account() {
  const std::size_t held = session_ ? session_->held_bytes() : 0;
  const std::size_t input = input_.capacity() - std::min(input_.capacity(), kRpcReadChunkBytes);
  const std::size_t outbound = outbound_.size();
  const bool gone = state_ == State::Closed;
  const std::size_t input_now = gone ? 0 : input + held;
  const std::size_t outbound_now = gone ? 0 : outbound;
  parts_.load.input_bytes += input_now - charged_input_;
  parts_.load.outbound_bytes += outbound_now - charged_outbound_;
  charged_input_ = input_now;
  charged_outbound_ = outbound_now;
}

void RpcConnection::flush() {
  if (writing_ || (state_ != State::Open && state_ != State::Finishing)) {
    return;
  }
  if (outbound_.size() > parts_.limits.outbound_bytes_max) {
    parts_.stats.count_cut_reader();
    close();
    return;
  }
  if (outbound_.empty()) {
    if (state_ == State::Finishing && !reading_) {
      linger();
    } else if (state_ == State::Finishing) {
      // The read that is under way must end before the goodbye.
      channel_.socket().cancel();
    }
    return;
  }
  writing_ = true;
  if (outbound_.is_between_pieces()) {
    piece_began_ = last_written_;
  }
  const std::string_view piece = outbound_.next();
  channel_.async_write_some(asio::buffer(piece.data(), piece.size()),
                            guarded(&RpcConnection::on_written));
}

void RpcConnection::on_written(const error_code& error, std::size_t bytes) {
  writing_ = false;
  if (state_ == State::Closed) {
    return;
  }
  if (error) {
    close();
    return;
  }
  outbound_.written(bytes);
  last_written_ = Clock::now();
  account();
  flush();
  if (!is_paused()) {
    process();
    parts_.owner.settle_dirty();
  }
}

}  // namespace vitalstream::net
