#include "consensus/core/leader_clocks.hpp"

#include <algorithm>
#include <functional>

namespace vitalstream::consensus {
namespace {

constexpr std::int64_t kMicrosecondsPerMs = 1000;
// 31 December 9999: what a leader shows beyond it is no time, and could not be added to.
constexpr std::int64_t kLastTimestampMs = 253'402'300'799'999;

}  // namespace

void LeaderClocks::note(ValidatorIndex leader, UnixMs timestamp, Instant now) {
  if (timestamp < UnixMs{0} || timestamp > UnixMs{kLastTimestampMs}) {
    return;
  }
  shown_[leader.value()] = Shown{timestamp, now};
}

std::optional<UnixMs> LeaderClocks::reached(Instant now) const {
  std::vector<UnixMs> times;
  for (const auto& shown : shown_) {
    if (shown) {
      const std::int64_t passed_ms = (now - shown->at).value() / kMicrosecondsPerMs;
      times.emplace_back(shown->timestamp.value() + passed_ms);
    }
  }
  if (times.size() <= faulty_max_) {
    return std::nullopt;
  }
  std::ranges::sort(times, std::greater<>());
  return times[faulty_max_];
}

}  // namespace vitalstream::consensus
