#pragma once
// LatencyHistogram: counts latencies in microseconds in buckets whose width grows with the value,
// so that a quantile is never more than 1 % above the true one, from one microsecond to days, in
// fixed memory. A plain value; owned by one thread.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vitalstream::bench {

class LatencyHistogram {
 public:
  LatencyHistogram();

  // Negative values count as 0, values beyond the range as its end.
  void add(std::int64_t microseconds);
  void add_all(const LatencyHistogram& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::int64_t max() const { return max_; }
  // The smallest value below or at which the share `q` (0 to 1) of all lies, rounded up to the end
  // of its bucket; 0 if there is none.
  [[nodiscard]] std::int64_t quantile(double q) const;

 private:
  std::vector<std::uint32_t> buckets_;
  std::uint64_t count_ = 0;
  std::int64_t max_ = 0;
};

}  // namespace vitalstream::bench
