#include "net/p2p/socket_deadline.hpp"

#include <utility>

namespace vitalstream::net {

SocketDeadline::State::State(std::shared_ptr<Tcp::socket> guarded)
    : socket(std::move(guarded)), timer(socket->get_executor()) {}

SocketDeadline::SocketDeadline(std::shared_ptr<Tcp::socket> socket)
    : state_(std::make_shared<State>(std::move(socket))) {}

SocketDeadline::~SocketDeadline() { disarm(); }

void SocketDeadline::arm(std::chrono::milliseconds time) {
  state_->expired = false;
  const std::uint64_t generation = ++state_->generation;
  state_->timer.expires_after(time);
  state_->timer.async_wait([state = state_, generation](ErrorCode error) {
    if (error || state->generation != generation) {
      return;
    }
    state->expired = true;
    ErrorCode ignored;
    state->socket->close(ignored);
  });
}

void SocketDeadline::disarm() {
  ++state_->generation;
  state_->timer.cancel();
}

}  // namespace vitalstream::net
