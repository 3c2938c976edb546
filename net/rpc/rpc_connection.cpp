#include "net/rpc/rpc_connection.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <string>

#include "net/rpc/connection_table.hpp"
#include "net/rpc/json_rpc.hpp"
#include "net/rpc/rpc_origin.hpp"
#include "net/rpc/ws_session.hpp"

namespace vitalstream::net {
namespace {

using Clock = std::chrono::steady_clock;

// The first byte of a TLS connection is that of a handshake record; no HTTP method begins so.
constexpr std::uint8_t kTlsHandshakeRecord = 0x16;

}  // namespace

RpcConnection::RpcConnection(Tcp::socket socket, ConnectionRef ref, ConnectionTable& table,
                             ServerParts parts)
    : link_(std::move(socket)),
      ref_(ref),
      table_(table),
      parts_(parts),
      began_(Clock::now()),
      input_(kRpcReadChunkBytes),
      last_sent_(began_) {}

void RpcConnection::start(std::optional<RpcCause> refusal) noexcept {
  guard([&] { spawn(live(shared_from_this(), refusal)); });
}

void RpcConnection::spawn(Task<void> task) {
  asio::co_spawn(link_.executor(), std::move(task),
                 [self = shared_from_this()](const std::exception_ptr& failure) {
                   if (failure != nullptr) {
                     self->fail();
                   }
                 });
}

void RpcConnection::fail() noexcept {
  if (!closed_) {
    parts_.stats.count_fault();
    close();
  }
}

Task<void> RpcConnection::live(Self self, std::optional<RpcCause> refusal) {
  const bool is_open = co_await self->open(refusal);
  if (is_open) {
    co_await self->converse();
  }
  if (self->finishing_ && !self->closed_) {
    co_await self->take_leave();
  }
  self->close();
}

Task<bool> RpcConnection::open(std::optional<RpcCause> refusal) {
  const auto first = co_await link_.first_byte();
  if (!first || closed_) {
    co_return false;
  }
  const bool speaks_tls = *first == kTlsHandshakeRecord;
  if (speaks_tls) {
    const bool shaken = co_await shake_hands(refusal);
    if (!shaken || closed_) {
      co_return false;
    }
  }
  spawn(write(shared_from_this()));
  stage_ = Stage::Serving;
  if (refusal && !speaks_tls) {
    refuse_plainly(*refusal);
  } else {
    begin_session();
  }
  co_return true;
}

// Who may not speak without TLS can still speak with it.
Task<bool> RpcConnection::shake_hands(std::optional<RpcCause> refusal) {
  const TlsContextPtr context = table_.tls_context();
  if (!context || (refusal && refusal != RpcCause::PlainRefused)) {
    co_return false;
  }
  began_ = Clock::now();
  const bool shaken = co_await link_.handshake(context->native_handle());
  co_return shaken;
}

void RpcConnection::begin_session() {
  counted_as_tls_ = link_.has_tls();
  parts_.load.tls_connections += counted_as_tls_ ? 1U : 0U;
  const auto peer = link_.peer();
  origin_ = origin_of_connection(link_.tls_handle(), peer.value_or(asio::ip::address()), ref_);
  is_local_ = peer && is_loopback(*peer);
  if (counted_as_tls_ && SSL_get0_peer_certificate(link_.tls_handle()) != nullptr) {
    prove();
  }
  use(std::make_unique<HttpSession>(*this, parts_.site, parts_.limits));
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
  append_http_reply(reply, {.status = describe(cause).http_status, .body = body, .close = true});
  send(reply);
  finish();
  table_.settle_dirty();
}

// Reads until the session has finished, or the client sends no more and has all its answers.
Task<void> RpcConnection::converse() {
  while (is_serving() && !is_done()) {
    process();
    const bool may_read = !at_end_ && is_serving() && !is_paused() && prepare_input();
    table_.settle_dirty();
    if (!is_serving() || is_done()) {
      break;
    }
    if (may_read) {
      co_await read();
    } else {
      co_await resumed_.wait();
    }
  }
}

Task<void> RpcConnection::read() {
  reading_ = true;
  const std::size_t count = co_await link_.read(input_.writable());
  reading_ = false;
  if (closed_) {
    co_return;
  }
  at_end_ = count == 0;
  const bool filled = count == input_.writable().size();
  read_chunk_ = filled ? kRpcReadChunkBytesBusy : kRpcReadChunkBytes;
  input_.commit(count);
}

// Everything that has gathered while one piece was on its way is the next one.
Task<void> RpcConnection::write(Self self) {
  while (!self->closed_) {
    if (!self->outbound_.empty()) {
      co_await self->write_piece();
      continue;
    }
    if (self->finishing_ || self->at_end_) {
      self->wake_reader();
    }
    co_await self->queued_.wait();
  }
}

Task<void> RpcConnection::write_piece() {
  if (outbound_.size() > parts_.limits.outbound_bytes_max) {
    parts_.stats.count_cut_reader();
    close();
    co_return;
  }
  if (outbound_.is_between_pieces()) {
    piece_began_ = last_sent_ = Clock::now();
  }
  writing_ = true;
  const std::size_t count = co_await link_.write_some(outbound_.next());
  writing_ = false;
  if (closed_) {
    co_return;
  }
  if (count == 0) {
    close();
    co_return;
  }
  outbound_.written(count);
  account();
  if (is_serving() && !is_paused()) {
    process();
    wake_reader();
    table_.settle_dirty();
  }
}

// Closing with unread input would reset the connection, and the client might lose the answer that
// tells it why. So: say that nothing more comes, and read for a while what it still sends.
Task<void> RpcConnection::take_leave() {
  while (!closed_ && (writing_ || !outbound_.empty())) {
    co_await resumed_.wait();
  }
  if (closed_) {
    co_return;
  }
  stage_ = Stage::Leaving;
  began_ = Clock::now();
  co_await link_.end_sending();
  input_.consume(input_.size());
  input_.resize(kRpcReadChunkBytes);
  for (std::size_t discarded = 0; !closed_ && discarded <= kRpcLingerBytesMax;) {
    const std::size_t count = co_await link_.discard(input_.writable());
    if (count == 0) {
      co_return;
    }
    discarded += count;
  }
}

void RpcConnection::close() noexcept {
  if (closed_) {
    return;
  }
  closed_ = true;
  account();
  parts_.load.tls_connections -= counted_as_tls_ ? 1U : 0U;
  link_.close();
  table_.on_closed(*this);
  // The coroutines see that it is over.
  resumed_.notify();
  queued_.notify();
}

RpcCaller* RpcConnection::caller() { return session_ && !closed_ ? &session_->caller() : nullptr; }

void RpcConnection::send(std::string_view bytes) {
  if (closed_ || stage_ == Stage::Leaving) {
    return;
  }
  outbound_.append(bytes);
  account();
  mark_dirty();
}

void RpcConnection::mark_dirty() {
  if (!dirty_) {
    dirty_ = true;
    table_.mark_dirty(*this);
  }
}

void RpcConnection::enter(SessionPhase phase) {
  phase_ = phase;
  began_ = Clock::now();
  nudged_ = false;
  if (phase == SessionPhase::Answering || phase == SessionPhase::Idle) {
    prove();
  }
}

void RpcConnection::prove() noexcept {
  if (!is_proven_) {
    is_proven_ = true;
    table_.on_proven(*this);
  }
}

void RpcConnection::finish() {
  if (is_serving()) {
    finishing_ = true;
    mark_dirty();
  }
}

void RpcConnection::settle() noexcept {
  dirty_ = false;
  guard([this] {
    process();
    queued_.notify();
    if (!reading_) {
      resumed_.notify();
    }
  });
}

// A read cannot go on beside the goodbye, so it is ended once there is nothing left to say. Else
// the reader looks again whether it may read.
void RpcConnection::wake_reader() {
  if (!reading_) {
    resumed_.notify();
  } else if (finishing_) {
    link_.interrupt_read();
  }
}

void RpcConnection::process() {
  while (is_serving() && !is_paused()) {
    const InputProgress progress = session_->on_input(input_.readable());
    input_.consume(std::min(progress.consumed, input_.size()));
    if (upgrade_) {
      upgrade_ = false;
      use(std::make_unique<WsSession>(*this, *parts_.websockets, parts_.limits));
    } else if (progress.consumed == 0) {
      input_wanted_ = progress.wanted;
      return;
    }
  }
}

// Whether there is room for a read: not more is read than the session can use, so that what a
// client sends ahead waits in the kernel. A large request is given its room at once, if the server
// still has as much to give.
bool RpcConnection::prepare_input() {
  const std::size_t target = std::max({input_wanted_, read_chunk_, input_.size()});
  const std::size_t others = parts_.load.input_bytes - charged_input_;
  const std::size_t held = session_->held_bytes();
  const std::size_t needed = held + (input_wanted_ > input_.capacity() ? input_wanted_ : 0);
  if (needed > kRpcReadChunkBytes && others + needed > parts_.limits.input_bytes_total) {
    session_->on_no_memory();
    return false;
  }
  input_.resize(target);
  account();
  return !input_.writable().empty();
}

// A client that sends no more is done with once it has all its answers.
bool RpcConnection::is_done() const {
  return at_end_ && !writing_ && outbound_.empty() && session_->caller().in_flight == 0;
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

// Brings the server's totals up to date with what this connection holds.
void RpcConnection::account() {
  const std::size_t held = session_ ? session_->held_bytes() : 0;
  const std::size_t input = input_.capacity() - std::min(input_.capacity(), kRpcReadChunkBytes);
  const std::size_t input_now = closed_ ? 0 : input + held;
  const std::size_t outbound_now = closed_ ? 0 : outbound_.size();
  parts_.load.input_bytes += input_now - charged_input_;
  parts_.load.outbound_bytes += outbound_now - charged_outbound_;
  charged_input_ = input_now;
  charged_outbound_ = outbound_now;
}

}  // namespace vitalstream::net
