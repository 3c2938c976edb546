#include "consensus/lanes/lane_budget.hpp"

#include <algorithm>

namespace vitalstream::consensus {
namespace {

constexpr std::uint64_t kMicrosecondsPerSecond = 1'000'000;

}  // namespace

Duration LaneBudget::until(Instant now, std::uint64_t bytes) {
  // What is larger than a whole burst is paid for afterwards.
  const Duration needed = std::min(time_of(bytes), terms_.burst);
  return std::max(empty_since(now) + needed - now, Duration{});
}

void LaneBudget::spend(Instant now, std::uint64_t bytes) {
  empty_at_ = std::min(empty_since(now) + time_of(bytes), now + terms_.burst);
}

// Rounded up, so that many small amounts count for no less than their sum.
Duration LaneBudget::time_of(std::uint64_t bytes) const {
  const std::uint64_t rate = std::max<std::uint64_t>(terms_.bytes_per_second, 1);
  return Duration{static_cast<std::int64_t>((bytes * kMicrosecondsPerSecond + rate - 1) / rate)};
}

Instant LaneBudget::empty_since(Instant now) {
  const Duration most = empty_at_ ? terms_.burst : terms_.at_start;
  const Instant earliest{now.value() - most.value()};
  empty_at_ = std::max(empty_at_.value_or(earliest), earliest);
  return *empty_at_;
}

}  // namespace vitalstream::consensus
