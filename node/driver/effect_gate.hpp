#pragma once
// EffectGate: persist before speak (C14), as a queue. Every effect passes in the order in which the
// engine gave it; what stands behind a Persist waits until that Persist is durable. Pure logic; the
// driver's thread owns it.

#include <cstdint>
#include <deque>
#include <vector>

#include "consensus/engine/effect.hpp"

namespace vitalstream::node {

class EffectGate {
 public:
  // Names one round of durability, in ascending order.
  using Ticket = std::uint64_t;

  // From here on, effects wait for the returned ticket.
  [[nodiscard]] Ticket close();
  // Keeps the effect if something before it is not durable yet; else gives it back for running now.
  [[nodiscard]] bool hold(consensus::Effect& effect);
  // All tickets up to this one are durable: the effects that this sets free, in order.
  [[nodiscard]] std::vector<consensus::Effect> open(Ticket durable);

  [[nodiscard]] std::size_t held() const { return held_.size(); }

 private:
  struct Held {
    Ticket behind;
    consensus::Effect effect;
  };
  std::deque<Held> held_;
  Ticket last_issued_ = 0;
  Ticket durable_ = 0;
};

}  // namespace vitalstream::node
