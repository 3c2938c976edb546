#pragma once
// P2pLink: the validator's side of net/p2p, which it owns: speaks for the driver, hears for the
// inbox, and notes who is connected. `speak` members: any thread; events: the network's strand.

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "net/p2p/peer_network.hpp"
#include "node/driver/connected_peers.hpp"
#include "node/driver/engine_desk.hpp"
#include "node/driver/peer_inbox.hpp"
#include "node/driver/peer_link.hpp"
#include "node/ground/log.hpp"

namespace vitalstream::node {

class P2pLink final : public PeerLink, private net::PeerEvents {
 public:
  // All outlive the link.
  struct Parts {
    EngineDesk& desk;
    PeerInbox& inbox;
    ConnectedPeers& connected;
    Log& log;
  };

  // Binds the listeners; nobody is heard before the network starts.
  [[nodiscard]] static Result<std::unique_ptr<P2pLink>, net::PeerNetworkFailure> open(
      const boost::asio::any_io_executor& executor, net::PeerNetworkOptions options, Parts parts);

  [[nodiscard]] net::PeerNetwork& network() { return *network_; }

  void send(consensus::ValidatorId to, std::shared_ptr<const Bytes> message,
            Urgency urgency) override;
  void broadcast(std::shared_ptr<const Bytes> message, Urgency urgency) override;
  void cut(consensus::ValidatorId peer, const std::string& reason) override;

 private:
  explicit P2pLink(Parts parts);

  void on_connected(const net::PeerConnected& connected) override;
  void on_disconnected(const net::PeerDisconnected& disconnected) override;
  void on_message(net::PeerId peer, net::ReceivedMessage message) override;
  void on_refused(const net::PeerRefusal& refusal) override;
  void tell(const std::string& text);

  const Parts parts_;
  // One for each position of the set: its session is ending for misbehaviour. The strand writes.
  std::vector<std::atomic<bool>> cut_;
  // When a refusal was last logged, and how many there had been then; the strand's.
  struct Told {
    Instant at;
    std::uint64_t count = 0;
  };
  std::map<net::CloseReason, Told> told_;
  std::unique_ptr<net::PeerNetwork> network_;  // `open` gives no link without it
};

}  // namespace vitalstream::node
