#pragma once
// PeerTable: the configured peers and the one session that each may have. Introductions ask it for
// admission, the network sends through it, dialers wait in it. One strand.

#include <map>
#include <memory>
#include <optional>

#include "net/p2p/peer_session.hpp"

namespace vitalstream::net {

class PeerTable final : public PeerSessionOwner, public std::enable_shared_from_this<PeerTable> {
 public:
  // The events outlive it.
  PeerTable(std::shared_ptr<NetworkCore> core, PeerEvents& events);

  // Once, after construction: the receive budgets refer back to the table.
  void open();

  [[nodiscard]] const std::shared_ptr<NetworkCore>& core() const { return core_; }

  void send(PeerId peer, Priority priority, const Payload& payload);
  void broadcast(Priority priority, const Payload& payload);
  // Ends the peer's session, if it has one.
  void close(PeerId peer, CloseReason reason);
  // The certificates were reloaded: ends the sessions whose peers would be refused by now.
  void judge_again();

  // Makes the introduced connection the peer's session, or says why not (session_rules.hpp). A
  // static coroutine, so that it keeps what it uses alive.
  [[nodiscard]] static Task<std::optional<CloseReason>> admit(
      std::shared_ptr<PeerTable> self, std::shared_ptr<Introduction> newcomer);

  // The dialers' side.
  [[nodiscard]] bool is_connected(PeerId peer) const;
  // How long the last session lasted; taken once.
  [[nodiscard]] std::chrono::milliseconds take_last_session_age(PeerId peer);
  [[nodiscard]] StrandSignal& changed(PeerId peer);
  // For how long it must not come back yet (misbehaviour_pause.hpp).
  [[nodiscard]] std::chrono::milliseconds pause_left(PeerId peer);

  // Sends what consensus has queued, within the flush time, then closes every session.
  [[nodiscard]] static Task<void> wind_down(std::shared_ptr<PeerTable> self);

  void on_session_closed(const PeerSession& session, const PeerDisconnected& ending) override;

 private:
  struct Entry {
    std::shared_ptr<ReceiveBudget> budget;
    std::shared_ptr<PeerSession> session;
    std::unique_ptr<StrandSignal> changed;
    std::chrono::milliseconds last_session_age{0};
    bool is_probing = false;
    std::optional<MisbehaviourPause> pause;  // of one that was cut
  };

  [[nodiscard]] Entry& entry(PeerId peer);
  void install(Introduction& newcomer);
  void resume_reading_soon(PeerId peer) noexcept;
  [[nodiscard]] bool has_sessions() const;

  std::shared_ptr<NetworkCore> core_;
  PeerEvents& events_;
  std::map<PeerId, Entry> entries_;
  StrandSignal session_ended_;
};

}  // namespace vitalstream::net
