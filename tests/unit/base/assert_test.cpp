#include "base/assert.hpp"

#include <gtest/gtest.h>

namespace vitalstream::base {
namespace {

TEST(AssertDeathTest, StopsTheProcessAndNamesTheCondition) {
  const int one = 1;
  EXPECT_DEATH(VS_ASSERT(one == 2), "invariant violated: one == 2");
}

TEST(Assert, LetsATrueConditionPass) {
  const int one = 1;
  VS_ASSERT(one == 1);
  SUCCEED();
}

}  // namespace
}  // namespace vitalstream::base
