#include "net/link/tls_link.hpp"

#include <boost/asio/buffer.hpp>
#include <utility>

namespace vitalstream::net {
TlsLink::TlsLink(std::shared_ptr<Tcp::socket> socket, TlsEngine engine, LinkTraffic& traffic)
    : socket_(std::move(socket)), engine_(std::move(engine)), traffic_(traffic) {}

Task<std::optional<TlsFailure>> TlsLink::handshake() {
  for (;;) {
    const TlsEngine::Status status = engine_.handshake();
    const bool flushed = co_await flush();
    if (status == TlsEngine::Status::Failed) {
      co_return engine_.failure();
    }
    if (!flushed) {
      co_return connection_lost();
    }
    if (status == TlsEngine::Status::Done) {
      co_return std::nullopt;
    }
    const bool filled = co_await fill();
    if (!filled) {
      co_return connection_lost();
    }
  }
}

Task<Result<std::size_t, TlsFailure>> TlsLink::read(std::span<std::uint8_t> target) {
  for (;;) {
    const TlsEngine::ReadResult result = engine_.read(target);
    switch (result.status) {
      case TlsEngine::Status::Done:
        co_return result.bytes;
      case TlsEngine::Status::Failed:
        co_return engine_.failure();
      case TlsEngine::Status::Closed:
        co_return connection_lost();
      case TlsEngine::Status::NeedsInput:
        break;
    }
    const bool filled = co_await fill();
    if (!filled) {
      co_return connection_lost();
    }
  }
}

Task<bool> TlsLink::flush() {
  while (engine_.buffers().output_bytes() > 0) {
    engine_.buffers().swap_output(in_flight_);
    for (std::size_t sent = 0; sent < in_flight_.size();) {
      const auto [error, count] = co_await socket_->async_write_some(
          asio::buffer(in_flight_) + sent, no_throw_in(writing_));
      traffic_.bytes_out.fetch_add(count, std::memory_order_relaxed);
      sent += count;
      if (error) {
        co_return false;
      }
    }
  }
  co_return true;
}

Task<bool> TlsLink::fill() {
  const std::span<std::uint8_t> space = engine_.buffers().input_space();
  const auto [error, count] = co_await socket_->async_read_some(
      asio::buffer(space.data(), space.size()), no_throw_in(reading_));
  traffic_.bytes_in.fetch_add(count, std::memory_order_relaxed);
  engine_.buffers().input_filled(count);
  co_return !error;
}

void TlsLink::shutdown_send() {
  ErrorCode ignored;
  socket_->shutdown(Tcp::socket::shutdown_send, ignored);
}

void TlsLink::close() {
  ErrorCode ignored;
  socket_->close(ignored);
}

}  // namespace vitalstream::net
