#pragma once
// AdmissionRate: how many submissions may be under way. At overload a queue helps nobody: what is
// admitted beyond what the network commits in about a second only waits. So the bound follows the
// measured rate of commits of own submissions. Pure logic; owned by the intake thread.

#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace vitalstream::node {

class AdmissionRate {
 public:
  // So many own submissions have been committed.
  void on_committed(std::size_t count, Instant now);
  // The most that may be under way now.
  [[nodiscard]] std::size_t under_way_max() const;

 private:
  double per_second_ = 0;
  std::size_t counted_ = 0;
  Instant period_start_{};
};

}  // namespace vitalstream::node
