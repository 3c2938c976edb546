// What is overdue on a connection, and what becomes of it.

#include <algorithm>

#include "net/rpc/rpc_connection.hpp"

namespace vitalstream::net {

void RpcConnection::check_deadlines(TimePoint now) noexcept {
  guard([this, now] { end_overdue(now); });
}

void RpcConnection::stop() noexcept {
  guard([this] {
    if (stage_ == Stage::Opening) {
      close();
    } else if (is_serving()) {
      session_->on_stop();
    }
  });
}

void RpcConnection::end_overdue(TimePoint now) {
  if (stage_ != Stage::Leaving && is_slow_reader(now)) {
    parts_.stats.count_cut_reader();
    close();
    return;
  }
  if (stage_ == Stage::Serving && !is_serving()) {
    return;
  }
  const auto most = deadline();
  if (!most) {
    return;
  }
  const auto waited = now - began_;
  if (waited > *most) {
    if (stage_ == Stage::Serving) {
      session_->on_deadline();
    } else {
      close();
    }
  } else if (stage_ == Stage::Serving && phase_ == SessionPhase::Idle && !nudged_ &&
             waited * 2 > *most) {
    nudged_ = true;
    session_->on_half_idle();
  }
}

// Takes nothing at all, or so little that what is being written never ends.
bool RpcConnection::is_slow_reader(TimePoint now) {
  if (!writing_) {
    return false;
  }
  const std::uint64_t sent = link_.bytes_sent();
  if (sent != bytes_seen_sent_) {
    bytes_seen_sent_ = sent;
    last_sent_ = now;
  }
  return now - last_sent_ > parts_.limits.write_deadline ||
         now - piece_began_ > parts_.limits.piece_deadline;
}

std::optional<std::chrono::milliseconds> RpcConnection::deadline() const {
  if (stage_ == Stage::Opening) {
    return first_deadline(parts_.limits.handshake_deadline);
  }
  if (stage_ == Stage::Leaving) {
    return kRpcLingerDeadline;
  }
  switch (phase_) {
    case SessionPhase::Head:
      return first_deadline(parts_.limits.head_deadline);
    case SessionPhase::Body:
      return parts_.limits.body_deadline;
    case SessionPhase::Idle:
      return parts_.limits.idle_deadline;
    case SessionPhase::Answering:
      break;
  }
  return std::nullopt;
}

// While a crowd holds the places, whoever has not asked anything yet has less time for it.
std::chrono::milliseconds RpcConnection::first_deadline(std::chrono::milliseconds usual) const {
  const bool is_hurried = parts_.load.crowded && !is_proven_;
  return is_hurried ? std::min(usual, parts_.limits.crowded_deadline) : usual;
}

}  // namespace vitalstream::net
