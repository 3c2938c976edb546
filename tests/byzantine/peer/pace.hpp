#pragma once
// Pace: how often something may be done, by the monotonic clock, so that a flood is bounded and the
// same on every machine that bears it.

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace vitalstream::byzantine {

[[nodiscard]] inline std::int64_t steady_ms() {
  using std::chrono::steady_clock;
  const auto since_start = steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_start).count();
}

class Pace {
 public:
  explicit Pace(double per_second) : per_second_(per_second), last_ms_(steady_ms()) {}

  // True as often as the rate allows. What a stall has left unused is lost but for a tenth of a
  // second's worth.
  [[nodiscard]] bool take() {
    const std::int64_t now = steady_ms();
    const double most = std::max(1.0, per_second_ / 10);
    saved_ = std::min(most, saved_ + static_cast<double>(now - last_ms_) * per_second_ / 1000);
    last_ms_ = now;
    if (saved_ < 1) {
      return false;
    }
    saved_ -= 1;
    return true;
  }

 private:
  double per_second_;
  std::int64_t last_ms_;
  double saved_ = 1;
};

}  // namespace vitalstream::byzantine
