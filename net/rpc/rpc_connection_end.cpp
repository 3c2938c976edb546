// How a connection ends: when it is done, when it is refused, when it is too late.

#include <algorithm>

#include "net/rpc/rpc_connection.hpp"

namespace vitalstream::net {

using boost::system::error_code;
namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

// A client that sends no more is done with once it has all its answers.
void RpcConnection::close_if_done() {
  if (!at_end_ || writing_ || !outbound_.empty() || state_ == State::Closed) {
    return;
  }
  if (state_ != State::Open || session_->caller().in_flight == 0) {
    close();
  }
}

// Closing with unread input would reset the connection, and the client might lose the answer that
// tells it why. So: say that nothing more comes, and read for a while what it still sends.
void RpcConnection::linger() {
  state_ = State::Lingering;
  phase_began_ = Clock::now();
  channel_.async_say_goodbye(guarded(&RpcConnection::on_goodbye));
}

void RpcConnection::on_goodbye(const error_code&) {
  if (state_ != State::Closed) {
    error_code ignored;
    channel_.socket().shutdown(RpcChannel::Socket::shutdown_send, ignored);
    discard();
  }
}

void RpcConnection::discard() {
  input_.consume(input_.size());
  input_.resize(kRpcReadChunkBytes);
  const auto room = input_.writable();
  channel_.socket().async_read_some(asio::buffer(room.data(), room.size()),
                                    guarded(&RpcConnection::on_discarded));
}

void RpcConnection::on_discarded(const error_code& error, std::size_t bytes) {
  discarded_ += bytes;
  if (error || discarded_ > kRpcLingerBytesMax) {
    close();
  } else if (state_ != State::Closed) {
    discard();
  }
}

void RpcConnection::close() noexcept {
  if (state_ == State::Closed) {
    return;
  }
  state_ = State::Closed;
  account();
  parts_.load.tls_connections -= counted_as_tls_ ? 1U : 0U;
  error_code ignored;
  channel_.socket().close(ignored);
  parts_.owner.on_closed(*this);
}

void RpcConnection::cut() noexcept { close(); }

void RpcConnection::stop() noexcept {
  guard([this] { stop_session(); });
}

void RpcConnection::stop_session() {
  switch (state_) {
    case State::Open:
      session_->on_stop();
      return;
    case State::Detecting:
    case State::Handshaking:
      close();
      return;
    case State::Finishing:
    case State::Lingering:
    case State::Closed:
      return;
  }
}

std::chrono::milliseconds RpcConnection::deadline_of(SessionPhase phase) const {
  switch (phase) {
    case SessionPhase::Head:
      return first_deadline(parts_.limits.head_deadline);
    case SessionPhase::Body:
      return parts_.limits.body_deadline;
    case SessionPhase::Idle:
      return parts_.limits.idle_deadline;
    case SessionPhase::Answering:
      break;
  }
  return std::chrono::milliseconds::max();
}

// While a crowd holds the places, whoever has not asked anything yet has less time for it.
std::chrono::milliseconds RpcConnection::first_deadline(std::chrono::milliseconds usual) const {
  const bool is_hurried = parts_.load.crowded && !is_proven_;
  return is_hurried ? std::min(usual, parts_.limits.crowded_deadline) : usual;
}

void RpcConnection::check_deadlines(TimePoint now) noexcept {
  guard([this, now] { end_overdue(now); });
}

void RpcConnection::end_overdue(TimePoint now) {
  switch (state_) {
    case State::Detecting:
    case State::Handshaking:
      if (now - phase_began_ > first_deadline(parts_.limits.handshake_deadline)) {
        close();
      }
      return;
    case State::Open:
    case State::Finishing:
      if (is_slow_reader(now)) {
        parts_.stats.count_cut_reader();
        close();
      } else if (state_ == State::Open) {
        check_open(now);
      }
      return;
    case State::Lingering:
      if (now - phase_began_ > kRpcLingerDeadline) {
        close();
      }
      return;
    case State::Closed:
      return;
  }
}

// Takes nothing at all, or so little that what is being written never ends.
bool RpcConnection::is_slow_reader(TimePoint now) const {
  return writing_ && (now - last_written_ > parts_.limits.write_deadline ||
                                now - piece_began_ > parts_.limits.piece_deadline);
}

void RpcConnection::check_open(TimePoint now) {
  if (phase_ == SessionPhase::Answering) {
    return;
  }
  const auto waited = now - phase_began_;
  const auto deadline = deadline_of(phase_);
  if (waited > deadline) {
    session_->on_deadline();
  } else if (phase_ == SessionPhase::Idle && !nudged_ && waited * 2 > deadline) {
    nudged_ = true;
    session_->on_half_idle();
  }
}

}  // namespace vitalstream::net
