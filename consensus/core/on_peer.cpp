// What was said while a peer was away is lost: it is told where this replica stands, and the votes
// that still matter (C12). C15: it is asked about own votes.
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const PeerConnected& input) {
  if (!set().has(input.peer)) {
    return;
  }
  activity_.heard(input.peer, clock_.now);
  if (!options_.own) {
    return;
  }
  ask_for_voted_views(input.peer);
  send(input.peer, stuck_report());
  resend_own_votes(input.peer);
}

// C15: what it said of own votes may be out of date when it comes again.
void Replica::on(const PeerDisconnected& input) {
  if (options_.own && set().has(input.peer)) {
    guard_.end_session(input.peer);
  }
}

}  // namespace vitalstream::consensus
