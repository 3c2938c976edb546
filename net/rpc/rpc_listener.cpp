#include "net/rpc/rpc_listener.hpp"

#include <boost/asio/co_spawn.hpp>
#include <utility>

#include "base/assert.hpp"
#include "base/result.hpp"

namespace vitalstream::net {
namespace {

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
      ErrorCode ignored;
      listener->port_ = listener->acceptor_.local_endpoint(ignored).port();
      listeners.push_back(std::move(listener));
    }
  }
  return listeners;
}

void RpcListener::start(std::function<void(Tcp::socket)> on_client) {
  on_client_ = std::move(on_client);
  // Nobody is served without it: an exception (a bug, or no memory) stops the process.
  asio::co_spawn(acceptor_.get_executor(), accept(shared_from_this()),
                 [](const std::exception_ptr& failure) { VS_ASSERT(failure == nullptr); });
}

Task<void> RpcListener::accept(std::shared_ptr<RpcListener> self) {
  while (self->acceptor_.is_open()) {
    Tcp::socket socket(self->acceptor_.get_executor());
    const auto [error] = co_await self->acceptor_.async_accept(socket, no_throw_in(self->waiting_));
    if (!self->acceptor_.is_open()) {
      break;
    }
    if (error) {
      self->pause_.expires_after(kPauseAfterError);
      co_await self->pause_.async_wait(no_throw_in(self->waiting_));
    } else {
      self->on_client_(std::move(socket));
    }
  }
}

void RpcListener::stop() {
  ErrorCode ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  on_client_ = nullptr;
}

}  // namespace vitalstream::net
