#include "consensus/core/pacing.hpp"

#include <algorithm>
#include <functional>

namespace vitalstream::consensus {
namespace {

// A whole view is proposal, votes and their durability: with a leader timer of two Delta, one Delta
// of a typical view leaves a slow view twice its usual time.
constexpr std::uint32_t kDoublingsMax = 16;
constexpr std::int64_t kFallDivisor = 8;
constexpr std::int64_t kRiseDivisor = 2;
// A nullified view counts as if it had taken so many Delta.
constexpr std::int64_t kNullifiedDeltas = 2;

}  // namespace

Pacing::Pacing(Bounds bounds, std::size_t validators, std::size_t faulty_max)
    : bounds_(bounds), faulty_max_(faulty_max), typical_(validators) {}

Duration Pacing::delta() const {
  Duration delta = std::max(bounds_.floor, as_slow_as_an_honest_one_);
  for (std::uint32_t i = 0; i < doublings_ && delta < bounds_.cap; ++i) {
    delta = delta * 2;
  }
  return std::min(delta, bounds_.cap);
}

void Pacing::on_certified(ValidatorIndex leader, Duration sample) { add(leader, sample); }

void Pacing::on_nullified(ValidatorIndex leader, bool was_active) {
  if (!was_active) {
    return;
  }
  add(leader, delta() * kNullifiedDeltas);
  if (doublings_ < kDoublingsMax) {
    ++doublings_;
  }
}

void Pacing::on_finalized() { doublings_ = 0; }

// Rises fast and falls slowly: a Delta too small costs a view, one too large only patience.
void Pacing::add(ValidatorIndex leader, Duration sample) {
  Duration& typical = typical_.at(leader.value());
  const std::int64_t step = sample.value() - typical.value();
  const std::int64_t divisor = step > 0 ? kRiseDivisor : kFallDivisor;
  typical = std::min(Duration{typical.value() + step / divisor}, bounds_.cap);
  std::vector<Duration> slowest_first = typical_;
  const auto honest = slowest_first.begin() + static_cast<std::ptrdiff_t>(faulty_max_);
  std::ranges::nth_element(slowest_first, honest, std::greater());
  as_slow_as_an_honest_one_ = *honest;
}

}  // namespace vitalstream::consensus
