#pragma once
// The three kinds of time. The pure modules never ask a clock: time reaches them as one of these.

#include <cstdint>

#include "base/strong.hpp"

namespace vitalstream {

// Monotonic microseconds since an arbitrary start of the process (or of the simulation).
using Instant = Strong<struct InstantTag, std::int64_t>;

// A length of time in microseconds.
using Duration = Strong<struct DurationTag, std::int64_t>;

// Wall-clock milliseconds since 1970-01-01 UTC: block time.
using UnixMs = Strong<struct UnixMsTag, std::int64_t>;

[[nodiscard]] constexpr Duration microseconds(std::int64_t count) { return Duration{count}; }
[[nodiscard]] constexpr Duration milliseconds(std::int64_t count) { return Duration{count * 1000}; }
[[nodiscard]] constexpr Duration seconds(std::int64_t count) { return Duration{count * 1'000'000}; }

[[nodiscard]] constexpr Instant operator+(Instant from, Duration length) {
  return Instant{from.value() + length.value()};
}
[[nodiscard]] constexpr Duration operator-(Instant later, Instant earlier) {
  return Duration{later.value() - earlier.value()};
}
[[nodiscard]] constexpr Duration operator*(Duration length, std::int64_t factor) {
  return Duration{length.value() * factor};
}

}  // namespace vitalstream
