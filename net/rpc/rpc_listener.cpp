#include "net/rpc/rpc_listener.hpp"

#include <utility>

#include "base/result.hpp"

namespace vitalstream::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::chrono::milliseconds kPauseAfterError{100};

}  // namespace

RpcListener::RpcListener(const asio::any_io_executor& executor)
    : acceptor_(executor), pause_(executor) {}

Result<RpcListener::List, std::string> RpcListener::bind_all(
    const asio::any_io_executor& executor, const std::vector<ListenPoint>& points) {
  List listeners;
  for (const ListenPoint& point : points) {
    std::shared_ptr<RpcListener> listener(new RpcListener(executor));
    VS_TRY(opened,
           open_listening(listener->acceptor_, point, asio::socket_base::max_listen_connections));
    if (opened == ListenOutcome::Listening) {
      error_code ignored;
      listener->port_ = listener->acceptor_.local_endpoint(ignored).port();
      listeners.push_back(std::move(listener));
    }
  }
  return listeners;
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
