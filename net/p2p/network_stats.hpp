#pragma once
// What the peer network counts. Its strands add, any thread takes a snapshot for the metrics; each
// figure is exact, but figures of one snapshot may be some events apart.

#include <array>
#include <atomic>
#include <cstdint>

#include "net/link/link_traffic.hpp"
#include "net/p2p/close_reason.hpp"
#include "net/p2p/peer_types.hpp"

namespace vitalstream::net {

struct PeerNetworkStats {
  std::array<std::uint64_t, kCloseReasonCount> refused{};  // by CloseReason, before a session
  std::array<std::uint64_t, kCloseReasonCount> closed{};   // by CloseReason, sessions that ended
  std::array<std::uint64_t, kPriorityCount> dropped{};     // by Priority: the queue was full
  std::uint64_t dropped_unconnected = 0;
  std::uint64_t accepted = 0;
  std::uint64_t accept_errors = 0;
  std::uint64_t accepts_without_descriptor = 0;  // of these errors
  std::uint64_t strangers = 0;                   // at present before their hello, at the door
  std::uint64_t handshakes_of_peers = 0;         // begun at the door, from addresses of peers
  std::uint64_t handshakes_of_strangers = 0;
  std::uint64_t dialed = 0;
  std::uint64_t sessions_opened = 0;
  std::uint64_t sessions_active = 0;
  std::uint64_t messages_in = 0;
  std::uint64_t messages_out = 0;
  std::uint64_t bytes_in = 0;  // on the wire, TLS included
  std::uint64_t bytes_out = 0;
  std::uint64_t reads_paused = 0;
  std::int64_t certificate_expires_at_unix_s = 0;

  [[nodiscard]] std::uint64_t refused_for(CloseReason reason) const;
  [[nodiscard]] std::uint64_t closed_for(CloseReason reason) const;
  [[nodiscard]] std::uint64_t dropped_of(Priority priority) const;
};

class NetworkCounters {
 public:
  using Counter = std::atomic<std::uint64_t>;

  void count_refused(CloseReason reason);
  void count_closed(CloseReason reason);
  void count_dropped(Priority priority);
  [[nodiscard]] PeerNetworkStats snapshot() const;

  Counter dropped_unconnected{0};
  Counter accepted{0};
  Counter accept_errors{0};
  Counter accepts_without_descriptor{0};
  Counter strangers{0};
  Counter handshakes_of_peers{0};
  Counter handshakes_of_strangers{0};
  Counter dialed{0};
  Counter sessions_opened{0};
  Counter sessions_active{0};
  Counter messages_in{0};
  Counter messages_out{0};
  LinkTraffic traffic;
  Counter reads_paused{0};
  std::atomic<std::int64_t> certificate_expires_at_unix_s{0};

 private:
  std::array<Counter, kCloseReasonCount> refused_{};
  std::array<Counter, kCloseReasonCount> closed_{};
  std::array<Counter, kPriorityCount> dropped_{};
};

}  // namespace vitalstream::net
