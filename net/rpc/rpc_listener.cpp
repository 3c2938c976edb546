#include "net/rpc/rpc_listener.hpp"

#include <boost/asio/ip/v6_only.hpp>
#include <utility>

namespace vitalstream::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::chrono::milliseconds kPauseAfterError{100};

error_code bind_acceptor(asio::ip::tcp::acceptor& acceptor, const RpcListener::Endpoint& endpoint) {
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) {
    acceptor.set_option(asio::socket_base::reuse_address(true), error);
  }
  if (!error && endpoint.address().is_v6()) {
    // "[::]" serves IPv4 as well.
    acceptor.set_option(asio::ip::v6_only(false), error);
  }
  if (!error) {
    acceptor.bind(endpoint, error);
  }
  if (!error) {
    acceptor.listen(asio::socket_base::max_listen_connections, error);
  }
  return error;
}

}  // namespace

RpcListener::RpcListener(const asio::any_io_executor& executor)
    : acceptor_(executor), pause_(executor) {}

Result<std::shared_ptr<RpcListener>, std::string> RpcListener::bind(
    const asio::any_io_executor& executor, const Endpoint& endpoint) {
  std::shared_ptr<RpcListener> listener(new RpcListener(executor));
  if (const error_code error = bind_acceptor(listener->acceptor_, endpoint)) {
    return "cannot listen on " + endpoint.address().to_string() + " port " +
           std::to_string(endpoint.port()) + ": " + error.message();
  }
  error_code error;
  listener->port_ = listener->acceptor_.local_endpoint(error).port();
  return listener;
}

void RpcListener::start(std::function<void(Socket)> on_client) {
  on_client_ = std::move(on_client);
  accept();
}

void RpcListener::accept() {
  acceptor_.async_accept([self = shared_from_this()](const error_code& error, Socket socket) {
    if (!self->acceptor_.is_open() || error == asio::error::operation_aborted) {
      return;
    }
    if (error) {
      self->wait_and_accept();
      return;
    }
    self->on_client_(std::move(socket));
    self->accept();
  });
}

void RpcListener::wait_and_accept() {
  pause_.expires_after(kPauseAfterError);
  pause_.async_wait([self = shared_from_this()](const error_code& error) {
    if (!error && self->acceptor_.is_open()) {
      self->accept();
    }
  });
}

void RpcListener::stop() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  on_client_ = nullptr;
}

}  // namespace vitalstream::net
