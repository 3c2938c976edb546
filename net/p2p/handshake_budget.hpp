#pragma once
// HandshakeBudget: how many TLS handshakes may begin in a second at the door, since each costs a
// signature whoever asks for it. Connections from addresses of peers have a part of their own,
// which strangers cannot empty. Pure: time is given. The door's strand.

#include "net/p2p/token_bucket.hpp"

namespace vitalstream::net {

// Where a connection comes from; who it is shows only its certificate.
enum class Caller { PeerAddress, Stranger };

struct HandshakeRates {
  TokenRate peers;
  TokenRate strangers;
};

class HandshakeBudget {
 public:
  HandshakeBudget(const HandshakeRates& rates, TokenBucket::TimePoint now);

  // Whether one may begin now. A peer's address takes from the strangers' part when its own is
  // empty, never the other way round.
  [[nodiscard]] bool take(Caller caller, TokenBucket::TimePoint now);

 private:
  TokenBucket peers_;
  TokenBucket strangers_;
};

}  // namespace vitalstream::net
