#pragma once
// TlsLink: a TLS engine on its socket: the handshake, reading and flushing as coroutines. At most
// one coroutine reads and one flushes at a time. Whoever awaits keeps the link alive. One strand.

#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "base/result.hpp"
#include "net/link/asio_types.hpp"
#include "net/link/link_traffic.hpp"
#include "net/link/op_memory.hpp"
#include "net/link/tls_engine.hpp"

namespace vitalstream::net {

class TlsLink {
 public:
  // The traffic outlives the link.
  TlsLink(std::shared_ptr<Tcp::socket> socket, TlsEngine engine, LinkTraffic& traffic);

  [[nodiscard]] Task<std::optional<TlsFailure>> handshake();

  // At least one byte of plaintext, or why there will be none. A read may produce output (an answer
  // to a key update): the caller sees to the flush.
  [[nodiscard]] Task<Result<std::size_t, TlsFailure>> read(std::span<std::uint8_t> target);

  // Encrypts into the output; false is a failure.
  [[nodiscard]] bool write(ByteView plaintext) { return engine_.write(plaintext); }
  [[nodiscard]] std::size_t output_bytes() { return engine_.buffers().output_bytes(); }
  // Sends all output; false if the connection is lost.
  [[nodiscard]] Task<bool> flush();

  // Into the output: no more from us, in TLS.
  void say_goodbye() { engine_.say_goodbye(); }
  // After everything was flushed: no more from us, below TLS.
  void shutdown_send();
  void close();

  [[nodiscard]] const std::shared_ptr<Tcp::socket>& socket() const { return socket_; }
  [[nodiscard]] const TlsEngine& engine() const { return engine_; }
  // For another link, on another strand; this one is of no use any more. All output was flushed.
  [[nodiscard]] TlsEngine take_engine() { return std::move(engine_); }

 private:
  [[nodiscard]] Task<bool> fill();

  std::shared_ptr<Tcp::socket> socket_;
  TlsEngine engine_;
  LinkTraffic& traffic_;
  // What the socket is sending, while OpenSSL may already append to the next output.
  Bytes in_flight_;
  OpMemory reading_;
  OpMemory writing_;
};

}  // namespace vitalstream::net
