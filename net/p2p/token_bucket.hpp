#pragma once
// TokenBucket: so many of something in a second, with a stock for bursts. Pure: time is given and
// does not decrease.

#include <chrono>

namespace vitalstream::net {

struct TokenRate {
  double per_s = 0;
  double burst = 0;
};

class TokenBucket {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // Full at `now`.
  TokenBucket(TokenRate rate, TimePoint now);
  [[nodiscard]] bool take(TimePoint now);

 private:
  TokenRate rate_;
  double tokens_;
  TimePoint refilled_at_;
};

}  // namespace vitalstream::net
