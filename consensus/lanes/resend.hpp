#pragma once
// Resend: L1's repair of the own lane. Each retry sends to each connected peer what its latest
// watermark lacks, within a bound per round; a batch that was sent less than one retry ago may
// still be on its way and is left out. Used by Lanes. Engine thread.

#include <map>
#include <optional>

#include "consensus/lanes/effect.hpp"
#include "consensus/lanes/peer_reports.hpp"

namespace vitalstream::consensus {

class Resend {
 public:
  Resend(ValidatorId own_lane, Duration retry) : own_lane_(own_lane), retry_(retry) {}

  // What was sent over an earlier connection may be lost.
  void on_connected(Instant now, ValidatorIndex peer) { peers_[peer] = {now, {}}; }
  void on_disconnected(ValidatorIndex peer) { peers_.erase(peer); }
  // What this peer lacks and has not been sent lately; nothing for a peer that is not connected.
  [[nodiscard]] std::optional<SendBatches> lacking(Instant now, ValidatorIndex peer,
                                                   const HeldBatches& held,
                                                   const PeerReports& reports);

 private:
  struct Peer {
    Instant connected;
    std::map<BatchDigest, Instant> sent;  // again, over this connection
  };
  [[nodiscard]] bool is_due(Instant now, const HeldBatch& batch, const Peer& peer) const;

  ValidatorId own_lane_;
  Duration retry_;
  std::map<ValidatorIndex, Peer> peers_;
};

}  // namespace vitalstream::consensus
