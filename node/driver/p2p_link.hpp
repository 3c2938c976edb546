#pragma once
// P2pLink: the validator's side of net/p2p: speaks for the driver, hears for the inbox, and keeps
// who is connected for status and metrics. `speak` members: any thread; events: the network's
// strand.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "net/p2p/peer_network.hpp"
#include "node/driver/peer_inbox.hpp"
#include "node/driver/peer_link.hpp"

namespace vitalstream::node {

class P2pLink final : public PeerLink, public net::PeerEvents {
 public:
  struct Sinks {
    std::function<void(consensus::ValidatorIndex)> on_connected;
    std::function<void(consensus::ValidatorIndex)> on_disconnected;
    std::function<void(const std::string&)> log;
  };

  P2pLink(consensus::ValidatorSet set, Sinks sinks);

  // Both before the network starts.
  void use_network(net::PeerNetwork& network) { network_ = &network; }
  void use_inbox(PeerInbox& inbox) { inbox_ = &inbox; }

  void send(consensus::ValidatorId to, std::shared_ptr<const Bytes> message,
            Urgency urgency) override;
  void broadcast(std::shared_ptr<const Bytes> message, Urgency urgency) override;
  void cut(consensus::ValidatorId peer, const std::string& reason) override;

  void on_connected(const net::PeerConnected& connected) override;
  void on_disconnected(const net::PeerDisconnected& disconnected) override;
  void on_message(net::PeerId peer, net::ReceivedMessage message) override;
  void on_refused(const net::PeerRefusal& refusal) override;

  // Any thread.
  [[nodiscard]] bool is_connected(consensus::ValidatorId peer) const;
  [[nodiscard]] std::size_t connected_peers() const;

 private:
  consensus::ValidatorSet set_;
  Sinks sinks_;
  net::PeerNetwork* network_ = nullptr;
  PeerInbox* inbox_ = nullptr;
  // One flag per position of the set; written on the strand.
  std::vector<std::atomic<bool>> connected_;
  std::vector<std::atomic<bool>> cut_;  // its session is ending for misbehaviour
  // When a refusal was last logged, and how many there had been then; the strand's.
  struct Told {
    Instant at;
    std::uint64_t count = 0;
  };
  std::map<net::CloseReason, Told> told_;
};

}  // namespace vitalstream::node
