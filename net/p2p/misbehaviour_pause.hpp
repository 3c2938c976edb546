#pragma once
// MisbehaviourPause: how long one that was cut for breaking a rule is neither dialed nor let in.
// Each return costs a handshake and everything that a newcomer is told, so the pause doubles with
// every cut, and is forgotten after a quiet time. One for each identity, kept by PeerTable over
// its sessions. Pure; one strand.

#include <chrono>

#include "net/p2p/limits.hpp"

namespace vitalstream::net {

struct PauseLimits {
  std::chrono::milliseconds least = kPauseMin;
  std::chrono::milliseconds most = kPauseMax;
  // Counted from the end of a pause.
  std::chrono::milliseconds forgotten_after = kPauseForgottenAfter;
};

class MisbehaviourPause {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit MisbehaviourPause(PauseLimits limits) : limits_(limits) {}

  void on_cut(Time now);
  // Zero if it may come.
  [[nodiscard]] std::chrono::milliseconds left(Time now) const;

 private:
  PauseLimits limits_;
  std::chrono::milliseconds length_{0};
  Time ends_{};
};

}  // namespace vitalstream::net
