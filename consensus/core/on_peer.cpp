// What was said while a peer was away is lost: it is told where this replica stands, and the votes
// that still matter (C12). C15: it is asked soon, or told that this process has ended.
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const PeerConnected& input) {
  if (!set().has(input.peer)) {
    return;
  }
  activity_.heard(input.peer, clock_.now);
  connections_.peers.insert(input.peer);
  if (!options_.own) {
    return;
  }
  if (is_over_) {
    effects_.push_back(SpeakStatement{input.peer, Over{*options_.process, {}}});
  }
  if (halt_reason_) {
    return;
  }
  inquiry_.ask_soon(clock_.now);
  send(input.peer, stuck_report());
  resend_own_votes(input.peer);
}

// What it was asked for is asked of others. About the right to sign a session says nothing: what
// was promised holds for its time (C15).
void Replica::on(const PeerDisconnected& input) {
  connections_.peers.erase(input.peer);
  catch_up_.forget(input.peer);
}

}  // namespace vitalstream::consensus
