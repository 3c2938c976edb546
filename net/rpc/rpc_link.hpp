#pragma once
// RpcLink: a client's socket, with or without TLS over it: the same operations for both, as
// coroutines. At most one coroutine reads and one writes at a time. Whoever awaits keeps the link
// alive. RPC thread only.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "net/link/op_memory.hpp"
#include "net/link/tls_link.hpp"

namespace vitalstream::net {

class RpcLink {
 public:
  explicit RpcLink(Tcp::socket socket);

  // The first byte that the client sends, which stays to be read; nothing if there will be none.
  [[nodiscard]] Task<std::optional<std::uint8_t>> first_byte();
  // From here on TLS, if this is true.
  [[nodiscard]] Task<bool> handshake(ssl_ctx_st* context);
  // 0: no more will come, or the read was interrupted.
  [[nodiscard]] Task<std::size_t> read(std::span<char> target);
  // How many bytes at the front have left; 0: the connection is lost.
  [[nodiscard]] Task<std::size_t> write_some(std::string_view bytes);
  // No more from us, in TLS and below. What the client still sends can be discarded.
  [[nodiscard]] Task<void> end_sending();
  // As read(), of bytes that nobody will look at, below TLS.
  [[nodiscard]] Task<std::size_t> discard(std::span<char> target);

  // Ends the read that is under way. Nothing is being written.
  void interrupt_read();
  void close() noexcept;

  [[nodiscard]] bool has_tls() const { return tls_.has_value(); }
  // Null without TLS.
  [[nodiscard]] ssl_st* tls_handle() const { return tls_ ? tls_->engine().native() : nullptr; }
  // Nothing if the client is gone.
  [[nodiscard]] std::optional<asio::ip::address> peer() const;
  // On the wire, so far: whether a client takes anything at all.
  [[nodiscard]] std::uint64_t bytes_sent() const { return traffic_.bytes_out; }
  [[nodiscard]] Tcp::socket::executor_type executor() { return socket_->get_executor(); }

 private:
  std::shared_ptr<Tcp::socket> socket_;
  LinkTraffic traffic_;
  std::optional<TlsLink> tls_;
  OpMemory reading_;
  OpMemory writing_;
};

}  // namespace vitalstream::net
