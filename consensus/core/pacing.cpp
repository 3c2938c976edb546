#include "consensus/core/pacing.hpp"

#include <algorithm>

namespace vitalstream::consensus {
namespace {

// A whole view is proposal, votes and their durability: with a leader timer of two Delta, one Delta
// of a typical view leaves a slow view twice its usual time.
constexpr std::uint32_t kDoublingsMax = 16;
constexpr std::int64_t kFallDivisor = 8;
constexpr std::int64_t kRiseDivisor = 2;

}  // namespace

Duration Pacing::delta() const {
  Duration delta = std::max(floor_, typical_);
  for (std::uint32_t i = 0; i < doublings_ && delta < cap_; ++i) {
    delta = delta * 2;
  }
  return std::min(delta, cap_);
}

void Pacing::on_quorum(Duration sample) {
  // Rises fast and falls slowly: a Delta too small costs a view, one too large only patience.
  const std::int64_t step = sample.value() - typical_.value();
  const std::int64_t divisor = step > 0 ? kRiseDivisor : kFallDivisor;
  typical_ = std::min(Duration{typical_.value() + step / divisor}, cap_);
}

void Pacing::on_nullified(bool leader_was_active) {
  if (leader_was_active && doublings_ < kDoublingsMax) {
    ++doublings_;
  }
}

void Pacing::on_finalized() { doublings_ = 0; }

}  // namespace vitalstream::consensus
