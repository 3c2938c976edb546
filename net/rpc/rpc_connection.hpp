#pragma once
// RpcConnection: one client. Its life is one coroutine: find out whether it speaks TLS, read and
// serve (HTTP, then perhaps WebSocket), take leave politely, so that what was refused can still be
// read by the client. A second one writes, and gathers answers into few writes. The table keeps its
// deadlines. RPC thread only. It lives as long as its coroutines. No exception leaves it: what
// throws (a bug, or no memory) ends this connection alone, and is counted.

#include <chrono>
#include <memory>
#include <optional>

#include "net/link/wakeup.hpp"
#include "net/rpc/bind_policy.hpp"
#include "net/rpc/client_session.hpp"
#include "net/rpc/http_session.hpp"
#include "net/rpc/input_buffer.hpp"
#include "net/rpc/outbound_buffer.hpp"
#include "net/rpc/rpc_link.hpp"
#include "net/rpc/rpc_stats.hpp"
#include "net/rpc/server_load.hpp"

namespace vitalstream::net {

class ConnectionTable;

// What a server's connections have in common; all of it outlives them.
struct ServerParts {
  HttpSite& site;
  RpcDispatcher* websockets = nullptr;  // null: there is no WebSocket
  const RpcLimits& limits;
  ServerLoad& load;
  RpcStats& stats;
};

class RpcConnection final : public std::enable_shared_from_this<RpcConnection>, public SessionHost {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  RpcConnection(Tcp::socket socket, ConnectionRef ref, ConnectionTable& table, ServerParts parts);

  // Serves the client, or, with a cause, tells it that it is refused.
  void start(std::optional<RpcCause> refusal) noexcept;
  // Sends what has gathered and goes on with waiting input.
  void settle() noexcept;
  // Ends what is overdue.
  void check_deadlines(TimePoint now) noexcept;
  // The server stops.
  void stop() noexcept;
  // Ends at once.
  void close() noexcept;

  [[nodiscard]] RpcCaller* caller();
  [[nodiscard]] const RpcLink& link() const { return link_; }

  void send(std::string_view bytes) override;
  void enter(SessionPhase phase) override;
  void finish() override;
  void become_websocket() override { upgrade_ = true; }
  [[nodiscard]] ConnectionRef ref() const override { return ref_; }
  [[nodiscard]] std::size_t room() const override;

 private:
  // Before and after the session there are no phases of it.
  enum class Stage { Opening, Serving, Leaving };

  using Self = std::shared_ptr<RpcConnection>;
  [[nodiscard]] static Task<void> live(Self self, std::optional<RpcCause> refusal);
  [[nodiscard]] static Task<void> write(Self self);
  void spawn(Task<void> task);
  // The last resort: ends the connection if `action` throws.
  template <class Action>
  void guard(Action action) noexcept;
  void fail() noexcept;

  [[nodiscard]] Task<bool> open(std::optional<RpcCause> refusal);
  [[nodiscard]] Task<bool> shake_hands(std::optional<RpcCause> refusal);
  void begin_session();
  void refuse_plainly(RpcCause cause);
  [[nodiscard]] Task<void> converse();
  [[nodiscard]] Task<void> read();
  [[nodiscard]] Task<void> write_piece();
  [[nodiscard]] Task<void> take_leave();

  void use(std::unique_ptr<ClientSession> session);
  void prove() noexcept;
  void process();
  [[nodiscard]] bool prepare_input();
  void mark_dirty();
  void wake_reader();
  void account();
  void end_overdue(TimePoint now);
  [[nodiscard]] bool is_serving() const { return !closed_ && !finishing_; }
  [[nodiscard]] bool is_done() const;
  [[nodiscard]] bool is_paused() const;
  [[nodiscard]] bool is_slow_reader(TimePoint now);
  // Nothing while the node keeps it.
  [[nodiscard]] std::optional<std::chrono::milliseconds> deadline() const;
  [[nodiscard]] std::chrono::milliseconds first_deadline(std::chrono::milliseconds usual) const;

  RpcLink link_;
  ConnectionRef ref_;
  ConnectionTable& table_;
  ServerParts parts_;
  Stage stage_ = Stage::Opening;
  bool finishing_ = false;  // nothing more is read; what waits is still sent
  bool closed_ = false;
  bool at_end_ = false;  // the client sends no more
  bool is_proven_ = false;
  bool counted_as_tls_ = false;
  RpcOrigin origin_;
  bool is_local_ = false;

  std::unique_ptr<ClientSession> session_;
  SessionPhase phase_ = SessionPhase::Head;
  TimePoint began_;      // the stage, or the phase of the session
  bool nudged_ = false;  // half of the idle time was announced
  bool upgrade_ = false;

  InputBuffer input_;
  std::size_t input_wanted_ = 0;                 // by the session's next step
  std::size_t read_chunk_ = kRpcReadChunkBytes;  // by how much arrives at once
  bool reading_ = false;
  Wakeup resumed_;

  OutboundBuffer outbound_;
  bool writing_ = false;
  bool dirty_ = false;
  Wakeup queued_;
  std::uint64_t bytes_seen_sent_ = 0;
  TimePoint last_sent_;
  TimePoint piece_began_;  // of what is being written

  std::size_t charged_input_ = 0;
  std::size_t charged_outbound_ = 0;
};

template <class Action>
void RpcConnection::guard(Action action) noexcept {
  try {
    action();
  } catch (...) {
    fail();
  }
}

}  // namespace vitalstream::net
