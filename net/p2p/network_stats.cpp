#include "net/p2p/network_stats.hpp"

namespace vitalstream::net {
namespace {

template <std::size_t N>
std::array<std::uint64_t, N> values_of(const std::array<NetworkCounters::Counter, N>& counters) {
  std::array<std::uint64_t, N> values{};
  for (std::size_t i = 0; i < N; ++i) {
    values[i] = counters[i].load(std::memory_order_relaxed);
  }
  return values;
}

}  // namespace

std::uint64_t PeerNetworkStats::refused_for(CloseReason reason) const {
  return refused.at(static_cast<std::size_t>(reason));
}

std::uint64_t PeerNetworkStats::closed_for(CloseReason reason) const {
  return closed.at(static_cast<std::size_t>(reason));
}

std::uint64_t PeerNetworkStats::dropped_of(Priority priority) const {
  return dropped.at(static_cast<std::size_t>(priority));
}

void NetworkCounters::count_refused(CloseReason reason) {
  ++refused_.at(static_cast<std::size_t>(reason));
}

void NetworkCounters::count_closed(CloseReason reason) {
  ++closed_.at(static_cast<std::size_t>(reason));
}

void NetworkCounters::count_dropped(Priority priority) {
  ++dropped_.at(static_cast<std::size_t>(priority));
}

PeerNetworkStats NetworkCounters::snapshot() const {
  PeerNetworkStats stats;
  stats.refused = values_of(refused_);
  stats.closed = values_of(closed_);
  stats.dropped = values_of(dropped_);
  stats.dropped_unconnected = dropped_unconnected;
  stats.accepted = accepted;
  stats.accept_errors = accept_errors;
  stats.accepts_without_descriptor = accepts_without_descriptor;
  stats.strangers = strangers;
  stats.handshakes_of_peers = handshakes_of_peers;
  stats.handshakes_of_strangers = handshakes_of_strangers;
  stats.dialed = dialed;
  stats.sessions_opened = sessions_opened;
  stats.sessions_active = sessions_active;
  stats.messages_in = messages_in;
  stats.messages_out = messages_out;
  stats.bytes_in = traffic.bytes_in;
  stats.bytes_out = traffic.bytes_out;
  stats.reads_paused = reads_paused;
  stats.certificate_expires_at_unix_s = certificate_expires_at_unix_s;
  return stats;
}

}  // namespace vitalstream::net
