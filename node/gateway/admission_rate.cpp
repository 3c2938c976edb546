#include "node/gateway/admission_rate.hpp"

#include <algorithm>

#include "node/gateway/limits.hpp"

namespace vitalstream::node {
namespace {

constexpr Duration kPeriod = milliseconds(250);
// Weight of the newest period: some two seconds until the past is forgotten.
constexpr double kNewest = 0.25;
// What an idle network takes at once, and the time that a backlog may need beyond it.
constexpr std::size_t kUnderWayMin = 1'024;
constexpr double kBacklogSeconds = 0.8;

}  // namespace

void AdmissionRate::on_committed(std::size_t count, Instant now) {
  counted_ += count;
  const Duration elapsed = now - period_start_;
  if (elapsed < kPeriod) {
    return;
  }
  const double current = static_cast<double>(counted_) * 1e6 / static_cast<double>(elapsed.value());
  // The bound rises at once and falls slowly, so that a pause does not starve what follows it.
  per_second_ = std::max(current, per_second_ * (1 - kNewest) + current * kNewest);
  counted_ = 0;
  period_start_ = now;
}

std::size_t AdmissionRate::under_way_max() const {
  const auto bound = static_cast<std::size_t>(per_second_ * kBacklogSeconds);
  return std::clamp(bound, kUnderWayMin, kWaitersMax);
}

}  // namespace vitalstream::node
