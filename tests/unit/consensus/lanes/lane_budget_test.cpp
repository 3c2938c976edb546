// L5: what a lane may bring in a time.
#include "consensus/lanes/lane_budget.hpp"

#include <gtest/gtest.h>

#include "a_batch.hpp"

namespace vitalstream::consensus::testing {
namespace {

// 1,000 bytes a second over ten seconds, of which two are there at first.
LaneBudget a_budget() { return LaneBudget({1'000, seconds(10), seconds(2)}); }

TEST(LaneBudget, WhatIsThereMayBeSpentAtOnce) {
  LaneBudget budget = a_budget();
  EXPECT_EQ(budget.until(at_ms(0), 2'000), Duration{});
  EXPECT_EQ(budget.until(at_ms(0), 2'500), milliseconds(500));
  budget.spend(at_ms(0), 2'000);
  EXPECT_EQ(budget.until(at_ms(0), 1), milliseconds(1));
  EXPECT_EQ(budget.until(at_ms(300), 300), Duration{});
}

TEST(LaneBudget, WhatIsNotUsedIsKeptForOneBurst) {
  LaneBudget budget = a_budget();
  budget.spend(at_ms(0), 0);
  EXPECT_EQ(budget.until(at_ms(100'000), 10'000), Duration{});
  budget.spend(at_ms(100'000), 10'000);
  EXPECT_EQ(budget.until(at_ms(100'000), 1'000), seconds(1)) << "no more than a burst";
}

TEST(LaneBudget, DebtIsBoundedByOneBurst) {
  LaneBudget budget = a_budget();
  budget.spend(at_ms(0), 1'000'000);
  EXPECT_EQ(budget.until(at_ms(0), 0), seconds(10));
}

TEST(LaneBudget, WhatIsLargerThanABurstIsPaidForAfterwards) {
  LaneBudget budget = a_budget();
  budget.spend(at_ms(0), 0);
  EXPECT_EQ(budget.until(at_ms(20'000), 15'000), Duration{});
  budget.spend(at_ms(20'000), 15'000);
  EXPECT_EQ(budget.until(at_ms(20'000), 0), seconds(5));
}

TEST(LaneBudget, SmallAmountsCountForNoLessThanTheirSum) {
  LaneBudget one = a_budget();
  LaneBudget many = a_budget();
  one.spend(at_ms(0), 7 * 100);
  for (int i = 0; i < 100; ++i) {
    many.spend(at_ms(0), 7);
  }
  EXPECT_GE(many.until(at_ms(0), 2'000), one.until(at_ms(0), 2'000));
}

}  // namespace
}  // namespace vitalstream::consensus::testing
