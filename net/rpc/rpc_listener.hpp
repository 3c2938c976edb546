#pragma once
// RpcListener: one listening socket; a coroutine accepts clients and hands their sockets on. When
// the process has no free descriptor it waits a moment instead of spinning. RPC thread only.

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "net/link/op_memory.hpp"
#include "net/listen/listen_points.hpp"

namespace vitalstream::net {

class RpcListener : public std::enable_shared_from_this<RpcListener> {
 public:
  using List = std::vector<std::shared_ptr<RpcListener>>;

  // Binds and listens on all of them, or on none and says what went wrong.
  [[nodiscard]] static Result<List, std::string> bind_all(
      const boost::asio::any_io_executor& executor, const std::vector<ListenPoint>& points);

  // `on_client` does not throw.
  void start(std::function<void(Tcp::socket)> on_client);
  void stop();
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  explicit RpcListener(const boost::asio::any_io_executor& executor);
  [[nodiscard]] static Task<void> accept(std::shared_ptr<RpcListener> self);

  Tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  OpMemory waiting_;
  std::function<void(Tcp::socket)> on_client_;
  std::uint16_t port_ = 0;
};

}  // namespace vitalstream::net
