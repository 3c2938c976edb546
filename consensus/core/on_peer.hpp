#pragma once
// C12, C15: a session with a peer begins or ends.

#include "consensus/core/fetches.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/peers.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/step.hpp"
#include "consensus/core/stuck_reports.hpp"

namespace vitalstream::consensus {

class OnPeer {
 public:
  struct Sees {
    const ReplicaOptions& options;
    Step& step;
    Peers& peers;
    RightToSign& right;
    Fetches& fetches;
    StuckReports& stuck_reports;
  };
  explicit OnPeer(const Sees& sees) : sees_(sees) {}

  void on(const PeerConnected& input);
  void on(const PeerDisconnected& input);

 private:
  const Sees sees_;
};

}  // namespace vitalstream::consensus
