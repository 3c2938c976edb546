// What was said while a peer was away is lost: it is told where this replica stands, and the votes
// that still matter (C12). C15: it is asked soon, or told that this process has ended.
#include "consensus/core/on_peer.hpp"

namespace vitalstream::consensus {

void OnPeer::on(const PeerConnected& input) {
  if (!sees_.options.validators.has(input.peer)) {
    return;
  }
  sees_.peers.heard(input.peer, sees_.step.now());
  sees_.peers.connect(input.peer);
  if (!sees_.options.own) {
    return;
  }
  if (sees_.right.is_over()) {
    sees_.step.add(SpeakStatement{input.peer, Over{*sees_.options.process, {}}});
  }
  if (sees_.right.is_halted()) {
    return;
  }
  sees_.right.ask_soon();
  sees_.stuck_reports.tell(input.peer);
}

// What it was asked for is asked of others. About the right to sign a session says nothing: what
// was promised holds for its time (C15).
void OnPeer::on(const PeerDisconnected& input) {
  sees_.peers.disconnect(input.peer);
  sees_.fetches.ranges().forget(input.peer);
}

}  // namespace vitalstream::consensus
