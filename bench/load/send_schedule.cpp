#include "bench/load/send_schedule.hpp"

#include <cmath>
#include <random>

namespace vitalstream::bench {
namespace {

constexpr double kMicroseconds = 1e6;

}  // namespace

std::vector<std::int64_t> due_times(std::span<const LoadPhase> phases, ArrivalKind kind,
                                    std::uint64_t seed) {
  std::vector<std::int64_t> due;
  std::mt19937_64 random(seed);
  double begin = 0;
  for (const LoadPhase& phase : phases) {
    const double end = begin + phase.seconds;
    std::exponential_distribution<double> poisson_gap(phase.rate > 0 ? phase.rate : 1);
    // Counted, not summed up: a sum of many equal gaps drifts.
    double time = begin;
    for (std::uint64_t i = 0; phase.rate > 0; ++i) {
      time = kind == ArrivalKind::Poisson ? time + poisson_gap(random)
                                          : begin + static_cast<double>(i) / phase.rate;
      if (time >= end) {
        break;
      }
      due.push_back(std::llround((kind == ArrivalKind::Burst ? begin : time) * kMicroseconds));
    }
    begin = end;
  }
  return due;
}

}  // namespace vitalstream::bench
