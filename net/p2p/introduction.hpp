#pragma once
// Introduction: a connection before it is a session: TLS handshake, identity by certificate, hello.
// The listener and the dialer make one per connection; it ends as the parts of a session or as a
// refusal, told to the other side where it has a way to hear it. One that came in begins on the
// door's strand and, once the peer is known, moves to the network's as an `Introduced`. One strand
// at a time.

#include <memory>
#include <optional>
#include <string>

#include "net/link/tls_link.hpp"
#include "net/p2p/detached_socket.hpp"
#include "net/p2p/frame_reader.hpp"
#include "net/p2p/hello.hpp"
#include "net/p2p/network_core.hpp"
#include "net/p2p/session_rules.hpp"
#include "net/p2p/socket_deadline.hpp"

namespace vitalstream::net {

// Everything that a session starts from.
struct SessionParts {
  std::unique_ptr<TlsLink> link;
  FrameReader reader;  // may hold what the peer sent right after its hello
  PeerId peer;
  SessionOrigin origin;
  PeerConnected description;
  Payload hello;  // ours, if it is still to be sent: the side that was dialed answers
};

// A connection that came in and whose other side is known, on its way to the network's strand.
struct Introduced {
  DetachedSocket socket;
  TlsEngine engine;
  FrameReader reader;
  PeerId peer;
  InstanceId instance;
  std::string remote;
  std::int64_t certificate_expires_at_unix_s = 0;
};

class Introduction : public std::enable_shared_from_this<Introduction> {
 public:
  // `dialed` is whom we dialed; nothing for a connection that came in.
  Introduction(std::shared_ptr<NetworkCore> core, std::shared_ptr<Tcp::socket> socket,
               std::optional<PeerId> dialed);
  // Goes on where the door has left it.
  Introduction(std::shared_ptr<NetworkCore> core, Introduced introduced);

  // Nothing if the peer is who it must be; then `peer`, `origin` and `take_parts` may be called.
  // The caller keeps the introduction alive.
  [[nodiscard]] Task<std::optional<CloseReason>> run();

  // After `run`: for another strand. Nothing if the connection is lost by now.
  [[nodiscard]] std::optional<Introduced> leave();

  // Reports, says goodbye if the other side can hear it, and closes.
  [[nodiscard]] Task<void> refuse(CloseReason reason);

  [[nodiscard]] PeerId peer() const { return *peer_; }
  [[nodiscard]] SessionOrigin origin() const;
  // Why the peer would be refused by now, if the certificates were reloaded meanwhile.
  [[nodiscard]] std::optional<CloseReason> no_longer_fit() const;
  [[nodiscard]] SessionParts take_parts();

 private:
  Introduction(std::shared_ptr<NetworkCore> core, std::shared_ptr<Tcp::socket> socket,
               Introduced&& introduced);
  [[nodiscard]] Task<std::optional<CloseReason>> shake_hands();
  [[nodiscard]] std::optional<CloseReason> identify();
  [[nodiscard]] Task<bool> send_frame(FrameType type, Bytes payload);
  [[nodiscard]] Task<std::optional<CloseReason>> receive_hello();
  [[nodiscard]] std::optional<CloseReason> on_first_frame(const Frame& frame);
  [[nodiscard]] CloseReason fail(const TlsFailure& failure, CloseReason at_deadline);
  [[nodiscard]] Bytes own_hello() const;
  [[nodiscard]] Direction direction() const;
  [[nodiscard]] Task<void> linger();

  std::shared_ptr<NetworkCore> core_;
  std::unique_ptr<OpenSockets::Entry> open_socket_;
  SocketDeadline deadline_;
  std::string remote_;
  std::optional<PeerId> dialed_;
  std::unique_ptr<TlsLink> link_;
  FrameReader reader_;
  std::optional<PeerId> peer_;
  std::int64_t certificate_expires_at_unix_s_ = 0;
  InstanceId instance_;
  bool tls_is_up_ = false;
  bool refused_by_peer_ = false;
  std::string detail_;
};

}  // namespace vitalstream::net
