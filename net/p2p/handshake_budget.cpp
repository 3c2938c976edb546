#include "net/p2p/handshake_budget.hpp"

namespace vitalstream::net {

HandshakeBudget::HandshakeBudget(const HandshakeRates& rates, TokenBucket::TimePoint now)
    : peers_(rates.peers, now), strangers_(rates.strangers, now) {}

bool HandshakeBudget::take(Caller caller, TokenBucket::TimePoint now) {
  return (caller == Caller::PeerAddress && peers_.take(now)) || strangers_.take(now);
}

}  // namespace vitalstream::net
