#pragma once
// RpcListener: one bound address; accepts clients and hands their sockets on. When the process has
// no free descriptor it waits a moment instead of spinning. RPC thread only.

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace vitalstream::net {

class RpcListener : public std::enable_shared_from_this<RpcListener> {
 public:
  using Endpoint = boost::asio::ip::tcp::endpoint;
  using Socket = boost::asio::ip::tcp::socket;

  // Binds and listens, or says what went wrong.
  [[nodiscard]] static Result<std::shared_ptr<RpcListener>, std::string> bind(
      const boost::asio::any_io_executor& executor, const Endpoint& endpoint);

  void start(std::function<void(Socket)> on_client);
  void stop();
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  explicit RpcListener(const boost::asio::any_io_executor& executor);
  void accept();
  void wait_and_accept();

  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  std::function<void(Socket)> on_client_;
  std::uint16_t port_ = 0;
};

}  // namespace vitalstream::net
