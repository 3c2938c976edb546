#include "net/p2p/backoff.hpp"

#include <algorithm>

namespace vitalstream::net {

Backoff::Backoff(BackoffLimits limits, std::uint64_t seed)
    : limits_(limits), bound_(limits.least), random_(seed) {}

std::chrono::milliseconds Backoff::next() {
  const auto half = static_cast<std::uint64_t>(bound_.count()) / 2;
  // The remainder's bias is of no account here, and the draw is the same with every library.
  const auto drawn = static_cast<std::int64_t>(half + random_() % (half + 1));
  bound_ = std::min(bound_ * 2, limits_.most);
  return std::chrono::milliseconds(drawn);
}

}  // namespace vitalstream::net
