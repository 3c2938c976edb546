#include "bench/load/latency_histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace vitalstream::bench {
namespace {

TEST(LatencyHistogram, AnEmptyOneHasNoLatency) {
  const LatencyHistogram histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.quantile(0.99), 0);
  EXPECT_EQ(histogram.max(), 0);
}

TEST(LatencyHistogram, SmallValuesAreExact) {
  LatencyHistogram histogram;
  for (std::int64_t value = 1; value <= 100; ++value) {
    histogram.add(value);
  }
  EXPECT_EQ(histogram.quantile(0.5), 50);
  EXPECT_EQ(histogram.quantile(0.99), 99);
  EXPECT_EQ(histogram.quantile(1.0), 100);
}

TEST(LatencyHistogram, EachSingleValueIsFoundWithinOnePercent) {
  for (std::int64_t value = 1; value < (std::int64_t{1} << 40); value += value / 3 + 1) {
    LatencyHistogram histogram;
    histogram.add(value);
    histogram.add(std::int64_t{1} << 41);  // or the maximum would say it exactly
    EXPECT_GE(histogram.quantile(0.5), value);
    EXPECT_LE(static_cast<double>(histogram.quantile(0.5)), static_cast<double>(value) * 1.01);
  }
}

TEST(LatencyHistogram, QuantilesOfManyValuesAreWithinOnePercentOfTheSortedOnes) {
  std::mt19937_64 random(7);
  std::lognormal_distribution<double> latency(9.0, 1.5);
  LatencyHistogram histogram;
  std::vector<std::int64_t> values;
  for (int i = 0; i < 100'000; ++i) {
    values.push_back(static_cast<std::int64_t>(latency(random)) + 1);
    histogram.add(values.back());
  }
  std::ranges::sort(values);
  for (const double q : {0.01, 0.5, 0.9, 0.99, 0.999}) {
    const auto rank = static_cast<std::size_t>(q * static_cast<double>(values.size())) - 1;
    const auto exact = static_cast<double>(values[rank]);
    EXPECT_NEAR(static_cast<double>(histogram.quantile(q)), exact, exact * 0.01) << q;
  }
  EXPECT_EQ(histogram.max(), values.back());
}

TEST(LatencyHistogram, NoQuantileExceedsTheMaximum) {
  LatencyHistogram histogram;
  histogram.add(1'000'003);
  EXPECT_EQ(histogram.quantile(0.999), 1'000'003);
}

TEST(LatencyHistogram, ValuesOutOfRangeCountAtItsEnds) {
  LatencyHistogram histogram;
  histogram.add(-5);
  histogram.add(INT64_MAX);
  EXPECT_EQ(histogram.count(), 2U);
  EXPECT_EQ(histogram.quantile(0.5), 0);
  EXPECT_EQ(histogram.max(), (std::int64_t{1} << 40) - 1);
}

TEST(LatencyHistogram, TheSumOfTwoIsThatOfAllTheirValues) {
  LatencyHistogram low;
  LatencyHistogram high;
  LatencyHistogram both;
  for (std::int64_t value = 0; value < 1000; ++value) {
    (value % 2 == 0 ? low : high).add(value * 37);
    both.add(value * 37);
  }
  low.add_all(high);
  EXPECT_EQ(low.count(), both.count());
  EXPECT_EQ(low.quantile(0.9), both.quantile(0.9));
  EXPECT_EQ(low.max(), both.max());
}

}  // namespace
}  // namespace vitalstream::bench
