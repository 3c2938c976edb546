#pragma once
// PeerSession: one live connection with a peer that is who it must be. Three coroutines share it:
// the reader (peer_session_reader.cpp), the writer (peer_session_writer.cpp) and the watch (pings,
// idle and stalled connections). The peer table owns it; the coroutines keep it alive until they
// end, which is why it is shared. After `close` the table has forgotten it and it only says
// goodbye. An exception, be it of the node that takes its messages, ends it alone. One strand.

#include <memory>
#include <optional>

#include "net/p2p/frame_writer.hpp"
#include "net/p2p/introduction.hpp"
#include "net/p2p/strand_signal.hpp"

namespace vitalstream::net {

class PeerSession;

// The peer table's side.
class PeerSessionOwner {
 public:
  virtual ~PeerSessionOwner() = default;
  // Once per session, from inside `close` or from a coroutine of the session.
  virtual void on_session_closed(const PeerSession& session, const PeerDisconnected& ending) = 0;
};

class PeerSession : public std::enable_shared_from_this<PeerSession> {
 public:
  // The events outlive it.
  PeerSession(std::shared_ptr<NetworkCore> core, PeerEvents& events, SessionParts parts,
              std::shared_ptr<ReceiveBudget> budget, std::weak_ptr<PeerSessionOwner> owner);

  void start() noexcept;
  // See outbound_queue.hpp for what happens when the queue is full.
  void send(Priority priority, Payload payload) noexcept;
  // Sends what consensus has queued, then closes as Shutdown.
  void drain();
  void close(CloseReason reason);
  // The certificates were reloaded: closes if the peer would be refused by now.
  void judge_again();
  // The receive budget has room again.
  void resume_reading() { resumed_.notify(); }
  // Whether the peer answers a ping before it has been silent for PeerTimes::handover_silence, but
  // it has PeerTimes::probe at least. A session that we do not read at present counts as alive: its
  // answer could not be seen. The caller keeps the session alive.
  [[nodiscard]] Task<bool> answers_ping();

  [[nodiscard]] PeerId peer() const { return peer_; }
  [[nodiscard]] const SessionOrigin& origin() const { return origin_; }
  [[nodiscard]] const PeerConnected& description() const { return description_; }
  [[nodiscard]] bool is_closing() const { return ending_.has_value(); }
  [[nodiscard]] std::chrono::milliseconds age() const;

 private:
  using Clock = std::chrono::steady_clock;

  // Reader.
  [[nodiscard]] static Task<void> read_loop(std::shared_ptr<PeerSession> self);
  [[nodiscard]] static Task<void> wait_for_budget(std::shared_ptr<PeerSession> self);
  void take_frames();
  void on_frame(Frame frame);
  void on_pong(ByteView payload);

  // Writer.
  [[nodiscard]] static Task<void> write_loop(std::shared_ptr<PeerSession> self);
  [[nodiscard]] static Task<void> say_goodbye(std::shared_ptr<PeerSession> self);
  [[nodiscard]] bool encrypt_waiting();

  // Watch.
  void queue(Priority priority, Payload payload);
  [[nodiscard]] static Task<void> watch_loop(std::shared_ptr<PeerSession> self);
  void check_liveness();
  void send_ping();

  void end(const PeerDisconnected& ending);
  // The last resort, after an exception: ends at once, without a goodbye.
  void fail() noexcept;

  std::shared_ptr<NetworkCore> core_;
  PeerEvents& events_;
  std::unique_ptr<TlsLink> link_;
  SocketDeadline farewell_;
  PeerId peer_;
  SessionOrigin origin_;
  PeerConnected description_;
  std::shared_ptr<ReceiveBudget> budget_;
  std::weak_ptr<PeerSessionOwner> owner_;

  FrameReader reader_;
  StrandSignal resumed_;
  bool paused_ = false;
  Clock::time_point last_received_;

  OutboundQueue queue_;
  FrameWriter writer_;
  StrandSignal queued_;
  bool draining_ = false;
  std::optional<Clock::time_point> write_began_;
  Clock::time_point last_sent_;

  StrandSignal watch_;
  StrandSignal answered_;
  std::uint64_t last_ping_ = 0;
  std::uint64_t first_ping_of_probe_ = 0;

  Clock::time_point began_;
  std::optional<PeerDisconnected> ending_;
};

}  // namespace vitalstream::net
