#include "base/assert.hpp"

#include <gtest/gtest.h>

#include <cstdio>

#include "base/last_words.hpp"

namespace vitalstream::base {
namespace {

TEST(AssertDeathTest, StopsTheProcessAndNamesTheCondition) {
  const int one = 1;
  EXPECT_DEATH(VS_ASSERT(one == 2), "invariant violated: one == 2");
}

TEST(AssertDeathTest, TellsWhoAskedToHearOfItBeforeTheProcessEnds) {
  const int one = 1;
  EXPECT_DEATH(
      {
        use_last_words([](const char* text) { std::fprintf(stderr, "heard: %s\n", text); });
        VS_ASSERT(one == 2);
      },
      "^heard: invariant violated: one == 2");
}

TEST(Assert, LetsATrueConditionPass) {
  const int one = 1;
  VS_ASSERT(one == 1);
  SUCCEED();
}

}  // namespace
}  // namespace vitalstream::base
