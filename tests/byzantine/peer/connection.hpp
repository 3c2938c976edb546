#pragma once
// Connection: one TCP connection to a victim, with TLS and frames and no manners of its own: it
// sends what it is told, reads when it is told, and never waits. Driven by the liar's loop; one
// thread.

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "net/p2p/frame.hpp"
#include "tests/byzantine/peer/identity.hpp"

namespace vitalstream::byzantine {

using TlsContext = std::shared_ptr<SSL_CTX>;

// Shows the validator's certificate and believes whatever the other side shows.
[[nodiscard]] TlsContext make_tls_context(const Identity& identity);

class Connection {
 public:
  enum class State { Dialing, ShakingHands, Open, Closed };

  Connection(TlsContext context, std::uint16_t port);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Moves on as far as it goes without waiting: dial, handshake, what is unsent, what has come.
  void advance();

  // To be sent in order; bytes that are no frame are the caller's wish.
  void send(ByteView plaintext);
  void send_frame(net::FrameType type, ByteView payload);
  // The frames that have come since the last call.
  [[nodiscard]] std::vector<net::Frame> take_frames();

  // Nothing is read any more: the victim's queues fill.
  void stop_reading() { reads_ = false; }
  // Nothing of this is sent later than all at once but so many bytes a second.
  void throttle(std::size_t bytes_per_second) { bytes_per_second_ = bytes_per_second; }
  void close();

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool is_open() const { return state_ == State::Open; }
  [[nodiscard]] std::size_t unsent_bytes() const { return unsent_.size() - sent_; }
  [[nodiscard]] std::uint64_t bytes_sent() const { return bytes_sent_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }
  // What poll() must wait for.
  [[nodiscard]] short wanted_events() const;

 private:
  void dial(std::uint16_t port);
  void advance_dial();
  void advance_handshake();
  void advance_writing();
  void advance_reading();
  void split_frames();
  [[nodiscard]] std::size_t allowance();

  TlsContext context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
  int descriptor_ = -1;
  State state_ = State::Dialing;
  bool reads_ = true;
  std::size_t bytes_per_second_ = 0;  // 0: as fast as it goes
  std::int64_t throttled_since_ms_ = 0;
  std::size_t throttled_bytes_ = 0;
  Bytes unsent_;
  std::size_t sent_ = 0;
  std::uint64_t bytes_sent_ = 0;
  Bytes received_;
  std::vector<net::Frame> frames_;
};

}  // namespace vitalstream::byzantine
