#include "bench/load/send_schedule.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace vitalstream::bench {
namespace {

TEST(SendSchedule, FixedArrivalsAreEvenlySpaced) {
  const std::vector<LoadPhase> phases{{.rate = 1000, .seconds = 2}};
  const auto due = due_times(phases, ArrivalKind::Fixed, 1);
  ASSERT_EQ(due.size(), 2000U);
  for (std::size_t i = 0; i < due.size(); ++i) {
    EXPECT_EQ(due[i], static_cast<std::int64_t>(i) * 1000);
  }
}

TEST(SendSchedule, PoissonArrivalsKeepTheRateAndVary) {
  const std::vector<LoadPhase> phases{{.rate = 5000, .seconds = 20}};
  const auto due = due_times(phases, ArrivalKind::Poisson, 1);
  EXPECT_NEAR(static_cast<double>(due.size()), 100'000, 1'500);
  EXPECT_TRUE(std::ranges::is_sorted(due));
  std::size_t longer_than_mean = 0;
  for (std::size_t i = 1; i < due.size(); ++i) {
    longer_than_mean += due[i] - due[i - 1] > 200 ? 1U : 0U;
  }
  // 1/e of all exponential gaps.
  EXPECT_NEAR(static_cast<double>(longer_than_mean) / static_cast<double>(due.size()), 0.368, 0.01);
}

TEST(SendSchedule, ABurstIsDueAtOnceAtTheBeginningOfItsPhase) {
  const std::vector<LoadPhase> phases{{.rate = 500, .seconds = 2}, {.rate = 3, .seconds = 1}};
  const auto due = due_times(phases, ArrivalKind::Burst, 1);
  ASSERT_EQ(due.size(), 1'003U);
  EXPECT_EQ(due.front(), 0);
  EXPECT_EQ(due[999], 0);
  EXPECT_EQ(due[1'000], 2'000'000);
  EXPECT_EQ(due.back(), 2'000'000);
}

TEST(SendSchedule, TheSameSeedGivesTheSameTimes) {
  const std::vector<LoadPhase> phases{{.rate = 300, .seconds = 1}};
  EXPECT_EQ(due_times(phases, ArrivalKind::Poisson, 3), due_times(phases, ArrivalKind::Poisson, 3));
  EXPECT_NE(due_times(phases, ArrivalKind::Poisson, 3), due_times(phases, ArrivalKind::Poisson, 4));
}

TEST(SendSchedule, PhasesFollowOneAnother) {
  const std::vector<LoadPhase> phases{{.rate = 10, .seconds = 1}, {.rate = 5, .seconds = 1}};
  const auto due = due_times(phases, ArrivalKind::Fixed, 1);
  ASSERT_EQ(due.size(), 15U);
  EXPECT_EQ(due[9], 900'000);
  EXPECT_EQ(due[10], 1'000'000);
  EXPECT_EQ(due[14], 1'800'000);
}

TEST(SendSchedule, AnEmptyPhaseOffersNothing) {
  const std::vector<LoadPhase> phases{{.rate = 0, .seconds = 5}};
  EXPECT_TRUE(due_times(phases, ArrivalKind::Poisson, 1).empty());
}

}  // namespace
}  // namespace vitalstream::bench
