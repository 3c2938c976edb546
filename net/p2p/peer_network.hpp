#pragma once
// PeerNetwork: authenticated, bounded message exchange with the configured peers over mutual TLS
// 1.3. It carries bytes and knows nothing of their meaning. node owns one.
//
// Threads: it runs on the executor that it is given (a context of its own in the node), but for the
// door, where connections come in, which brings a thread of its own (peer_door.hpp). Members may
// be called from any thread, `open` and `start` once and before the rest. Events come on the
// executor. The events object outlives `on_stopped`, or the executor's context runs no more.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "net/p2p/network_stats.hpp"
#include "net/p2p/options.hpp"
#include "net/p2p/peer_events.hpp"

namespace vitalstream::net {

enum class PeerNetworkError { BadPeers, BadCredentials, CannotListen };

struct PeerNetworkFailure {
  PeerNetworkError error = PeerNetworkError::BadPeers;
  std::string detail;
};

class PeerDoor;

class PeerNetwork {
 public:
  // Checks the options, loads the certificates, binds the listeners.
  [[nodiscard]] static Result<std::unique_ptr<PeerNetwork>, PeerNetworkFailure> open(
      const asio::any_io_executor& executor, PeerNetworkOptions options, PeerEvents& events);

  ~PeerNetwork();
  PeerNetwork(const PeerNetwork&) = delete;
  PeerNetwork& operator=(const PeerNetwork&) = delete;

  // Accepts and dials.
  void start();

  // At most once, in the order of the calls of one thread within one priority. A payload is neither
  // empty nor above the message limit. To a peer without a session it is dropped (and counted): the
  // upper protocol sends what is missing once the peer is connected.
  void send(PeerId peer, Payload payload, Priority priority);
  void broadcast(Payload payload, Priority priority);

  // Ends the peer's session, if it has one; it may connect again after its backoff.
  void close(PeerId peer, CloseReason reason);

  // Reads the certificate files again. A pair that peers would refuse is refused and the last good
  // one stays; connections from now on use the new one. Sessions whose peers it would refuse are
  // closed, for the reason that a handshake would give; the others live on. Any thread.
  [[nodiscard]] Result<void, CredentialError> reload_certificates();

  // Takes no more connections and messages, sends what consensus has queued (within
  // PeerTimes::stop_flush), says goodbye and calls `on_stopped`, from the executor, when nothing of
  // the network runs any more. Once.
  void stop(std::function<void()> on_stopped);

  [[nodiscard]] PeerNetworkStats stats() const;
  // As bound, so with the port that "port 0" became.
  [[nodiscard]] std::vector<HostPort> listen_addresses() const;

 private:
  struct Parts;
  PeerNetwork(std::shared_ptr<Parts> parts, std::shared_ptr<PeerDoor> door);
  [[nodiscard]] bool enter_mailbox(std::size_t bytes, Priority priority);

  std::shared_ptr<Parts> parts_;
  std::shared_ptr<PeerDoor> door_;
};

}  // namespace vitalstream::net
