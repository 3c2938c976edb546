#pragma once
// RpcConnection: one client. Finds out whether it speaks TLS, carries a session (HTTP, then perhaps
// WebSocket), gathers answers into few writes, keeps the deadlines and the bounds of memory, and
// ends politely: what was refused can still be read by the client. RPC thread only. It lives as
// long as its last asynchronous operation: hence the shared pointers. No exception leaves it: what
// throws (a bug, or no memory) ends this connection alone, and is counted.

#include <chrono>
#include <memory>
#include <optional>

#include "net/rpc/bind_policy.hpp"
#include "net/rpc/client_session.hpp"
#include "net/rpc/input_buffer.hpp"
#include "net/rpc/outbound_buffer.hpp"
#include "net/rpc/rpc_channel.hpp"
#include "net/rpc/rpc_stats.hpp"
#include "net/rpc/server_load.hpp"

namespace vitalstream::net {

class RpcConnection;

// The table of connections, as each of them sees it. Outlives them.
class ConnectionOwner {
 public:
  [[nodiscard]] virtual std::unique_ptr<ClientSession> make_http(SessionHost& host) = 0;
  // Null where there is no WebSocket.
  [[nodiscard]] virtual std::unique_ptr<ClientSession> make_websocket(SessionHost& host) = 0;
  // Null where there is no TLS.
  [[nodiscard]] virtual TlsContextPtr tls_context() const = 0;
  // Has bytes to send, or input to go on with: RpcConnection::settle is to be called soon.
  virtual void mark_dirty(RpcConnection& connection) = 0;
  // Settles all that are marked: each event ends with it.
  virtual void settle_dirty() noexcept = 0;
  // The client has asked something, or shown a certificate that is trusted. Called once.
  virtual void on_proven(RpcConnection& connection) noexcept = 0;
  virtual void on_closed(RpcConnection& connection) noexcept = 0;

 protected:
  ~ConnectionOwner() = default;
};

struct ConnectionParts {
  ConnectionOwner& owner;
  const RpcLimits& limits;
  ServerLoad& load;
  RpcStats& stats;
};

class RpcConnection final : public std::enable_shared_from_this<RpcConnection>,
                            public SessionHost {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  RpcConnection(RpcChannel::Socket socket, ConnectionRef ref, ConnectionParts parts);
  ~RpcConnection();

  // Serves the client, or, with a cause, tells it that it is refused.
  void start(std::optional<RpcCause> refusal) noexcept;
  // Sends what has gathered and goes on with waiting input.
  void settle() noexcept;
  // Ends what is overdue.
  void check_deadlines(TimePoint now) noexcept;
  // The server stops.
  void stop() noexcept;
  // Ends at once.
  void cut() noexcept;

  [[nodiscard]] RpcCaller* caller();
  [[nodiscard]] RpcChannel& channel() { return channel_; }

  void send(std::string_view bytes) override;
  void enter(SessionPhase phase) override;
  void finish() override;
  void become_websocket() override { upgrade_ = true; }
  [[nodiscard]] ConnectionRef ref() const override { return ref_; }
  [[nodiscard]] std::size_t room() const override;

 private:
  enum class State { Detecting, Handshaking, Open, Finishing, Lingering, Closed };

  // The last resort: ends the connection if `action` throws.
  template <class Action>
  void guard(Action action) noexcept;
  // `on_done(error, bytes)` of an operation of the channel, guarded, keeping this alive.
  template <class... Arguments>
  [[nodiscard]] auto guarded(void (RpcConnection::*on_done)(Arguments...));

  void wait_for_first_byte();
  void on_readable(const boost::system::error_code& error);
  void on_first_byte();
  void handshake();
  void on_handshake(const boost::system::error_code& error);
  void open();
  void prove() noexcept;
  void use(std::unique_ptr<ClientSession> session);
  void refuse_plainly(RpcCause cause);
  void read();
  void on_read(const boost::system::error_code& error, std::size_t bytes);
  void process();
  [[nodiscard]] bool prepare_input();
  void mark_dirty();
  void flush();
  void on_written(const boost::system::error_code& error, std::size_t bytes);
  void linger();
  void on_goodbye(const boost::system::error_code& error);
  void discard();
  void on_discarded(const boost::system::error_code& error, std::size_t bytes);
  void stop_session();
  void end_overdue(TimePoint now);
  void close() noexcept;
  void close_if_done();
  void check_open(TimePoint now);
  void account();
  [[nodiscard]] bool is_paused() const;
  [[nodiscard]] bool is_slow_reader(TimePoint now) const;
  [[nodiscard]] std::chrono::milliseconds deadline_of(SessionPhase phase) const;
  [[nodiscard]] std::chrono::milliseconds first_deadline(std::chrono::milliseconds usual) const;

  RpcChannel channel_;
  ConnectionRef ref_;
  ConnectionParts parts_;
  State state_ = State::Detecting;
  std::optional<RpcCause> refusal_;
  RpcOrigin origin_;
  bool is_local_ = false;
  bool is_proven_ = false;
  std::unique_ptr<ClientSession> session_;
  bool upgrade_ = false;
  InputBuffer input_;
  std::size_t input_wanted_ = 0;                  // by the session's next step
  std::size_t read_chunk_ = kRpcReadChunkBytes;  // by how much arrives at once
  OutboundBuffer outbound_;
  bool reading_ = false;
  bool writing_ = false;
  bool dirty_ = false;
  bool at_end_ = false;  // the client sends no more
  bool nudged_ = false;  // half of the idle time was announced
  SessionPhase phase_ = SessionPhase::Head;
  TimePoint phase_began_;
  TimePoint last_written_;
  TimePoint piece_began_;  // of what is being written
  bool counted_as_tls_ = false;
  std::size_t charged_input_ = 0;
  std::size_t charged_outbound_ = 0;
  std::size_t discarded_ = 0;
};

template <class Action>
void RpcConnection::guard(Action action) noexcept {
  try {
    action();
  } catch (...) {
    parts_.stats.count_fault();
    close();
  }
}

template <class... Arguments>
auto RpcConnection::guarded(void (RpcConnection::*on_done)(Arguments...)) {
  return [self = shared_from_this(), on_done](Arguments... arguments) {
    self->guard([&] { (self.get()->*on_done)(arguments...); });
  };
}

}  // namespace vitalstream::net
