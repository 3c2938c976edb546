#pragma once
// PeerEvents: what the peer network tells its owner (node). All calls come from the network's
// strand, one at a time, and must not block; they may call PeerNetwork. For one peer they come in
// the order connected, messages, disconnected.

#include <optional>
#include <string>

#include "net/p2p/close_reason.hpp"
#include "net/p2p/peer_types.hpp"
#include "net/p2p/receive_budget.hpp"

namespace vitalstream::net {

struct PeerConnected {
  PeerId peer;
  Direction direction = Direction::Inbound;
  std::string remote;                              // address and port, for the log
  std::int64_t certificate_expires_at_unix_s = 0;  // the peer's
};

struct PeerDisconnected {
  PeerId peer;
  CloseReason reason = CloseReason::ConnectionLost;
  bool by_peer = false;  // the reason is the peer's, from its goodbye
};

struct ReceivedMessage {
  Bytes payload;
  ReceiveCredit credit;  // see receive_budget.hpp
};

// A connection that never became a session. Of those at the door not all are told, only counted
// (limits.hpp): they come as often as strangers connect.
struct PeerRefusal {
  CloseReason reason = CloseReason::ConnectionLost;
  Direction direction = Direction::Inbound;
  std::string remote;
  std::optional<PeerId> peer;  // as far as known: dialed, or shown by the certificate
  bool by_peer = false;        // the other side refused us
  std::string detail;
};

class RefusalEvents {
 public:
  virtual ~RefusalEvents() = default;
  virtual void on_refused(const PeerRefusal& refusal) = 0;
};

class PeerEvents : public RefusalEvents {
 public:
  virtual void on_connected(const PeerConnected& connected) = 0;
  virtual void on_disconnected(const PeerDisconnected& disconnected) = 0;
  virtual void on_message(PeerId peer, ReceivedMessage message) = 0;
};

}  // namespace vitalstream::net
