#pragma once
// RpcConnection: one client. Finds out whether it speaks TLS, carries a session (HTTP, then perhaps
// WebSocket), gathers answers into few writes, keeps the deadlines and the bounds of memory, and
// ends politely: what was refused can still be read by the client. RPC thread only. It lives as
// long as its last asynchronous operation: hence the shared pointers.

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
  virtual void settle_dirty() = 0;
  virtual void on_closed(RpcConnection& connection) = 0;

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
  void start(std::optional<RpcCause> refusal);
  // Sends what has gathered and goes on with waiting input.
  void settle();
  // Ends what is overdue.
  void check_deadlines(TimePoint now);
  // The server stops.
  void stop();
  // Ends at once.
  void cut();

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

  void on_first_byte();
  void handshake();
  void open();
  void refuse_plainly(RpcCause cause);
  void read();
  void on_read(const boost::system::error_code& error, std::size_t bytes);
  void process();
  [[nodiscard]] bool prepare_input();
  void mark_dirty();
  void flush();
  void on_written(const boost::system::error_code& error, std::size_t bytes);
  void linger();
  void discard();
  void close();
  void close_if_done();
  void check_open(TimePoint now);
  void account();
  [[nodiscard]] bool is_paused() const;
  [[nodiscard]] bool is_slow_reader(TimePoint now) const;
  [[nodiscard]] std::chrono::milliseconds deadline_of(SessionPhase phase) const;

  RpcChannel channel_;
  ConnectionRef ref_;
  ConnectionParts parts_;
  State state_ = State::Detecting;
  std::optional<RpcCause> refusal_;
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

}  // namespace vitalstream::net
