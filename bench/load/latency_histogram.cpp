#include "bench/load/latency_histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace vitalstream::bench {
namespace {

// Each power of two is divided into this many buckets: an error of at most 1 in 128.
constexpr unsigned kSubBucketBits = 7;
constexpr std::uint64_t kSubBuckets = std::uint64_t{1} << kSubBucketBits;
// 2^40 microseconds are twelve days.
constexpr unsigned kValueBits = 40;
constexpr std::uint64_t kValueMax = (std::uint64_t{1} << kValueBits) - 1;
constexpr std::size_t kBuckets = (kValueBits - kSubBucketBits + 1) * kSubBuckets;

// Values below 2 * kSubBuckets have buckets of their own; above, the lowest bits are dropped.
unsigned dropped_bits(std::uint64_t value) {
  const auto width = static_cast<unsigned>(std::bit_width(value));
  return width > kSubBucketBits + 1 ? width - kSubBucketBits - 1 : 0;
}

std::size_t bucket_of(std::uint64_t value) {
  const unsigned dropped = dropped_bits(value);
  return dropped * kSubBuckets + (value >> dropped);
}

std::uint64_t bucket_end(std::size_t bucket) {
  if (bucket < 2 * kSubBuckets) {
    return bucket;
  }
  const auto dropped = bucket / kSubBuckets - 1;
  const auto kept = bucket % kSubBuckets + kSubBuckets;
  return ((kept + 1) << dropped) - 1;
}

}  // namespace

LatencyHistogram::LatencyHistogram() : buckets_(kBuckets) {}

void LatencyHistogram::add(std::int64_t microseconds) {
  const auto value =
      std::min(static_cast<std::uint64_t>(std::max<std::int64_t>(microseconds, 0)), kValueMax);
  ++buckets_[bucket_of(value)];
  ++count_;
  max_ = std::max(max_, static_cast<std::int64_t>(value));
}

void LatencyHistogram::add_all(const LatencyHistogram& other) {
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    buckets_[i] += other.buckets_[i];
  }
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
}

std::int64_t LatencyHistogram::quantile(double q) const {
  const auto rank = std::max<std::uint64_t>(
      1, static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(count_))));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen >= rank) {
      return std::min(static_cast<std::int64_t>(bucket_end(i)), max_);
    }
  }
  return max_;
}

}  // namespace vitalstream::bench
