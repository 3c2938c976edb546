#pragma once
// When each transaction is due. The times are laid down before the run and do not know how the
// network fares: that is what makes the load open. Pure.

#include <cstdint>
#include <span>
#include <vector>

namespace vitalstream::bench {

// A burst: all of a phase at its beginning.
enum class ArrivalKind { Fixed, Poisson, Burst };

struct LoadPhase {
  double rate = 0;  // transactions per second
  double seconds = 0;
};

// Microseconds since the start of the run, ascending; one phase after the other.
[[nodiscard]] std::vector<std::int64_t> due_times(std::span<const LoadPhase> phases,
                                                  ArrivalKind kind, std::uint64_t seed);

}  // namespace vitalstream::bench
