#include "consensus/lanes/lane_costs.hpp"

#include <algorithm>

#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus {

void LaneCosts::charge(Instant now, ValidatorId lane, std::uint64_t units) {
  accounts_[lane] = {now, std::min(owed(now, lane) + units, kLaneUnitsOwedMax)};
}

bool LaneCosts::is_spent(Instant now, ValidatorId lane) const {
  return owed(now, lane) >= kLaneUnitsBurst;
}

std::uint64_t LaneCosts::owed(Instant now, ValidatorId lane) const {
  const auto found = accounts_.find(lane);
  if (found == accounts_.end()) {
    return 0;
  }
  // Beyond the longest debt nothing is owed, however long ago it was: no product overflows.
  constexpr Duration kLongest = seconds(kLaneUnitsOwedMax / kLaneUnitsPerSecond + 1);
  const Duration passed = std::clamp(now - found->second.at, Duration{0}, kLongest);
  const auto paid = static_cast<std::uint64_t>(passed.value()) * kLaneUnitsPerSecond / 1'000'000;
  return found->second.owed - std::min(paid, found->second.owed);
}

}  // namespace vitalstream::consensus
