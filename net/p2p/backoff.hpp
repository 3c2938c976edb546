#pragma once
// Backoff: how long to wait before the next dial. The bound doubles from least to most; the wait
// is drawn from its upper half, so that peers which lost each other at once do not meet in step.
// The seed makes it reproducible. Pure; one strand.

#include <chrono>
#include <cstdint>
#include <random>

#include "net/p2p/limits.hpp"

namespace vitalstream::net {

struct BackoffLimits {
  std::chrono::milliseconds least = kBackoffMin;
  std::chrono::milliseconds most = kBackoffMax;
};

class Backoff {
 public:
  Backoff(BackoffLimits limits, std::uint64_t seed);

  [[nodiscard]] std::chrono::milliseconds next();
  // After a session that was stable.
  void reset() { bound_ = limits_.least; }

 private:
  BackoffLimits limits_;
  std::chrono::milliseconds bound_;
  std::mt19937_64 random_;
};

}  // namespace vitalstream::net
