#include "node/ground/low_water_mark.hpp"

#include <algorithm>

namespace vitalstream::node {
namespace {

constexpr std::uint64_t kHysteresisPart = 5;
constexpr std::uint64_t kPercent = 100;
constexpr std::uint64_t kMiB = 1024 * 1024;

std::string in_mib(std::uint64_t bytes) { return std::to_string(bytes / kMiB) + " MiB"; }

}  // namespace

bool LowWaterMark::on_reading(const SpaceReading& reading) {
  const std::uint64_t mark = bytes_of(reading);
  const std::uint64_t bound = is_low_ ? mark + mark / kHysteresisPart : mark;
  const bool is_low_now = reading.free_bytes < bound;
  const bool has_changed = is_low_now != is_low_;
  is_low_ = is_low_now;
  return has_changed;
}

std::uint64_t LowWaterMark::bytes_of(const SpaceReading& reading) const {
  return std::max(reading.total_bytes / kPercent * rule_.percent_min, rule_.bytes_min);
}

std::string low_space_words(const SpaceStatus& status) {
  return "the disk is nearly full: " + in_mib(status.reading.free_bytes) + " of " +
         in_mib(status.reading.total_bytes) + " are free, and below " + in_mib(status.mark_bytes) +
         " nothing new is admitted here; make room or enlarge the volume (docs/recovery.md, "
         "\"Full\")";
}

}  // namespace vitalstream::node
