// C18: Delta.
#include "consensus/core/pacing.hpp"

#include <gtest/gtest.h>

namespace vitalstream::consensus {
namespace {

constexpr Duration kFloor = milliseconds(50);
constexpr Duration kCap = seconds(2);

TEST(Pacing, StartsAtItsFloor) { EXPECT_EQ(Pacing(kFloor, kCap).delta(), kFloor); }

TEST(Pacing, FollowsSlowQuorumsUpAndComesDownAgain) {
  Pacing pacing(kFloor, kCap);
  for (int i = 0; i < 20; ++i) {
    pacing.on_quorum(milliseconds(400));
  }
  EXPECT_GT(pacing.delta(), milliseconds(390));
  EXPECT_LE(pacing.delta(), milliseconds(400));
  for (int i = 0; i < 100; ++i) {
    pacing.on_quorum(milliseconds(5));
  }
  EXPECT_EQ(pacing.delta(), kFloor);
}

TEST(Pacing, DoublesWithEachNullifiedViewOfAnActiveLeader) {
  Pacing pacing(kFloor, kCap);
  pacing.on_nullified(true);
  pacing.on_nullified(true);
  EXPECT_EQ(pacing.delta(), milliseconds(200));
}

TEST(Pacing, ADeadLeaderSaysNothingAboutTheNetwork) {
  Pacing pacing(kFloor, kCap);
  pacing.on_nullified(false);
  EXPECT_EQ(pacing.delta(), kFloor);
}

TEST(Pacing, NeverExceedsItsCap) {
  Pacing pacing(kFloor, kCap);
  for (int i = 0; i < 100; ++i) {
    pacing.on_nullified(true);
    pacing.on_quorum(seconds(100));
  }
  EXPECT_EQ(pacing.delta(), kCap);
}

TEST(Pacing, ResetsItsDoublingOnAFinalization) {
  Pacing pacing(kFloor, kCap);
  pacing.on_nullified(true);
  pacing.on_finalized();
  EXPECT_EQ(pacing.delta(), kFloor);
}

}  // namespace
}  // namespace vitalstream::consensus
