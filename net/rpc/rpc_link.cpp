#include "net/rpc/rpc_link.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <utility>

#include "net/rpc/limits.hpp"

namespace vitalstream::net {

RpcLink::RpcLink(Tcp::socket socket) : socket_(std::make_shared<Tcp::socket>(std::move(socket))) {
  ErrorCode ignored;
  socket_->set_option(Tcp::no_delay(true), ignored);
  socket_->non_blocking(true, ignored);
}

Task<std::optional<std::uint8_t>> RpcLink::first_byte() {
  const auto [error] = co_await socket_->async_wait(Tcp::socket::wait_read, no_throw_in(reading_));
  if (error) {
    co_return std::nullopt;
  }
  std::uint8_t first = 0;
  ErrorCode lost;
  const std::size_t count =
      socket_->receive(asio::buffer(&first, 1), Tcp::socket::message_peek, lost);
  if (lost || count == 0) {
    co_return std::nullopt;
  }
  co_return first;
}

Task<bool> RpcLink::handshake(ssl_ctx_st* context) {
  tls_.emplace(socket_, TlsEngine(context, TlsRole::Server, {.read_bytes = kRpcTlsReadBytes}),
               traffic_);
  const auto failure = co_await tls_->handshake();
  co_return !failure;
}

Task<std::size_t> RpcLink::read(std::span<char> target) {
  if (tls_) {
    auto* const bytes = reinterpret_cast<std::uint8_t*>(target.data());
    const auto count = co_await tls_->read({bytes, target.size()});
    co_return count ? *count : 0;
  }
  const std::size_t count = co_await discard(target);
  co_return count;
}

Task<std::size_t> RpcLink::discard(std::span<char> target) {
  const auto [error, count] = co_await socket_->async_read_some(
      asio::buffer(target.data(), target.size()), no_throw_in(reading_));
  co_return error ? 0 : count;
}

Task<std::size_t> RpcLink::write_some(std::string_view bytes) {
  if (tls_) {
    const auto piece = bytes.substr(0, kRpcTlsWriteBytes);
    if (!tls_->write(as_bytes(piece))) {
      co_return 0;
    }
    const bool flushed = co_await tls_->flush();
    co_return flushed ? piece.size() : 0;
  }
  const auto [error, count] = co_await socket_->async_write_some(
      asio::buffer(bytes.data(), bytes.size()), no_throw_in(writing_));
  traffic_.bytes_out.fetch_add(count, std::memory_order_relaxed);
  co_return error ? 0 : count;
}

Task<void> RpcLink::end_sending() {
  if (tls_) {
    tls_->say_goodbye();
    const bool flushed = co_await tls_->flush();
    static_cast<void>(flushed);
  }
  ErrorCode ignored;
  socket_->shutdown(Tcp::socket::shutdown_send, ignored);
}

void RpcLink::interrupt_read() {
  ErrorCode ignored;
  socket_->cancel(ignored);
}

void RpcLink::close() noexcept {
  ErrorCode ignored;
  socket_->close(ignored);
}

std::optional<asio::ip::address> RpcLink::peer() const {
  ErrorCode gone;
  const Tcp::endpoint endpoint = socket_->remote_endpoint(gone);
  return gone ? std::nullopt : std::optional(endpoint.address());
}

}  // namespace vitalstream::net
