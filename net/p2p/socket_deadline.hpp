#pragma once
// SocketDeadline: closes a socket when the time is up, so that whatever waits on it ends. One for
// each phase of a connection's life; re-arming replaces the time. One strand.

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>

#include "net/link/asio_types.hpp"

namespace vitalstream::net {

class SocketDeadline {
 public:
  explicit SocketDeadline(std::shared_ptr<Tcp::socket> socket);
  ~SocketDeadline();
  SocketDeadline(const SocketDeadline&) = delete;
  SocketDeadline& operator=(const SocketDeadline&) = delete;

  void arm(std::chrono::milliseconds time);
  void disarm();
  [[nodiscard]] bool expired() const { return state_->expired; }

 private:
  // Shared with the timer's handler, which may already be queued when the deadline is destroyed.
  struct State {
    explicit State(std::shared_ptr<Tcp::socket> guarded);
    std::shared_ptr<Tcp::socket> socket;
    asio::steady_timer timer;
    std::uint64_t generation = 0;
    bool expired = false;
  };

  std::shared_ptr<State> state_;
};

}  // namespace vitalstream::net
