#pragma once
// RpcChannel: a socket, with or without TLS over it: the same three operations for both. Belongs to
// one connection; at most one read and one write are under way.

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <optional>
#include <utility>

#include "net/rpc/rpc_tls.hpp"

namespace vitalstream::net {

class RpcChannel {
 public:
  using Socket = boost::asio::ip::tcp::socket;

  explicit RpcChannel(Socket socket) : socket_(std::move(socket)) {}
  RpcChannel(const RpcChannel&) = delete;
  RpcChannel& operator=(const RpcChannel&) = delete;

  [[nodiscard]] Socket& socket() { return socket_; }
  [[nodiscard]] bool has_tls() const { return tls_.has_value(); }
  [[nodiscard]] SSL* tls_handle() { return tls_ ? tls_->native_handle() : nullptr; }
  // False if OpenSSL has no memory for a connection; the context is kept alive.
  template <class Handler>
  [[nodiscard]] bool async_handshake(TlsContextPtr context, Handler&& handler);
  template <class Handler>
  void async_read_some(boost::asio::mutable_buffer buffer, Handler&& handler);
  template <class Handler>
  void async_write_some(boost::asio::const_buffer buffer, Handler&& handler);
  // Says goodbye in TLS; without TLS there is nothing to say.
  template <class Handler>
  void async_say_goodbye(Handler&& handler);

 private:
  Socket socket_;
  TlsContextPtr context_;
  std::optional<boost::asio::ssl::stream<Socket&>> tls_;
};

template <class Handler>
bool RpcChannel::async_handshake(TlsContextPtr context, Handler&& handler) {
  context_ = std::move(context);
  try {
    tls_.emplace(socket_, *context_);
  } catch (const boost::system::system_error&) {
    return false;
  }
  tls_->async_handshake(boost::asio::ssl::stream_base::server, std::forward<Handler>(handler));
  return true;
}

template <class Handler>
void RpcChannel::async_read_some(boost::asio::mutable_buffer buffer, Handler&& handler) {
  if (tls_) {
    tls_->async_read_some(buffer, std::forward<Handler>(handler));
  } else {
    socket_.async_read_some(buffer, std::forward<Handler>(handler));
  }
}

template <class Handler>
void RpcChannel::async_write_some(boost::asio::const_buffer buffer, Handler&& handler) {
  if (tls_) {
    tls_->async_write_some(buffer, std::forward<Handler>(handler));
  } else {
    socket_.async_write_some(buffer, std::forward<Handler>(handler));
  }
}

template <class Handler>
void RpcChannel::async_say_goodbye(Handler&& handler) {
  if (tls_) {
    tls_->async_shutdown(std::forward<Handler>(handler));
  } else {
    std::forward<Handler>(handler)(boost::system::error_code{});
  }
}

}  // namespace vitalstream::net
