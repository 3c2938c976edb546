// L2: what verification costs is on its lane's account.
#include "consensus/lanes/lane_costs.hpp"

#include <gtest/gtest.h>

#include "a_batch.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus::testing {
namespace {

struct LaneCostsTest : ::testing::Test {
  LaneCosts costs;
};

TEST_F(LaneCostsTest, IsSpentAtTheBurstAndNotOneUnitBefore) {
  EXPECT_FALSE(costs.is_spent(at_ms(0), lane(1)));
  costs.charge(at_ms(0), lane(1), kLaneUnitsBurst - 1);
  EXPECT_FALSE(costs.is_spent(at_ms(0), lane(1)));
  costs.charge(at_ms(0), lane(1), 1);
  EXPECT_TRUE(costs.is_spent(at_ms(0), lane(1)));
  EXPECT_FALSE(costs.is_spent(at_ms(0), lane(2)));
}

TEST_F(LaneCostsTest, TimePaysSoManyUnitsASecond) {
  costs.charge(at_ms(0), lane(1), kLaneUnitsBurst + kLaneUnitsPerSecond);
  EXPECT_TRUE(costs.is_spent(at_ms(1'000), lane(1)));
  EXPECT_FALSE(costs.is_spent(at_ms(1'001), lane(1)));
  for (int second = 1; second < 100; ++second) {
    costs.charge(at_ms(1'001 + second * 1'000), lane(1), kLaneUnitsPerSecond);
    EXPECT_FALSE(costs.is_spent(at_ms(1'001 + second * 1'000 + 1), lane(1))) << second;
  }
}

TEST_F(LaneCostsTest, NoMoreThanSoMuchIsEverOwed) {
  for (int i = 0; i < 1'000; ++i) {
    costs.charge(at_ms(0), lane(1), kLaneUnitsOwedMax);
  }
  const auto seconds = static_cast<std::int64_t>(kLaneUnitsOwedMax / kLaneUnitsPerSecond);
  EXPECT_TRUE(costs.is_spent(at_ms(1'000), lane(1)));
  EXPECT_FALSE(costs.is_spent(at_ms(seconds * 1'000), lane(1)));
  EXPECT_FALSE(costs.is_spent(at_ms(std::int64_t{1} << 50), lane(1))) << "no product overflows";
}

}  // namespace
}  // namespace vitalstream::consensus::testing
