#include "tests/sim/network.hpp"

#include <algorithm>

namespace vitalstream::sim {

Network::Network(EventQueue& queue, Prng prng, Receive receive)
    : queue_(queue), prng_(prng), receive_(std::move(receive)) {}

void Network::send(ProcessId from, const Outgoing& outgoing) {
  sent_ += 1;
  if (passes_ && !passes_(from, outgoing)) {
    return;
  }
  if (is_cut(from, outgoing.to) || prng_.chance(rates_.loss)) {
    return;
  }
  carry(from, outgoing);
  if (prng_.chance(rates_.duplicate)) {
    carry(from, outgoing);
  }
}

Duration Network::longest_delay() const { return std::max(rates_.delay_max, rates_.delay_tail); }

bool Network::is_cut(ProcessId from, ProcessId to) const { return cuts_.contains({from, to}); }

void Network::clog(ProcessId from, ProcessId to, Instant until) { clogs_[{from, to}] = until; }

void Network::heal() {
  cuts_.clear();
  clogs_.clear();
}

Duration Network::delay() {
  const Duration most = prng_.chance(rates_.slow) ? rates_.delay_tail : rates_.delay_max;
  return prng_.between(rates_.delay_min, std::max(most, rates_.delay_min));
}

void Network::carry(ProcessId from, const Outgoing& outgoing) {
  Instant when = queue_.now() + delay();
  const auto clog = clogs_.find({from, outgoing.to});
  if (clog != clogs_.end()) {
    when = std::max(when, clog->second + rates_.delay_min);
  }
  queue_.at(when, [this, from, outgoing] {
    // A cut takes what is on its way, too.
    if (!is_cut(from, outgoing.to)) {
      receive_(from, outgoing.to, outgoing.packet);
    }
  });
}

}  // namespace vitalstream::sim
