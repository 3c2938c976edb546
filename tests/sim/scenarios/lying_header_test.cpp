// A leader commits to an executed root that is not the truth (E2): nobody may certify its block,
// and one lying leader must not stop the others. Then the clocks: all of them run an hour ahead,
// blocks are made, and somebody corrects the clocks. Blocks must go on at once, each a millisecond
// after the one before, instead of an hour later.
#include "tests/sim/scenarios/story.hpp"

namespace vitalstream::sim {
namespace {

class LyingHeader : public Story {};

TEST_F(LyingHeader, WrongExecutedRootNeverStopsTheOthers) {
  start();
  cluster().process(2).set_actor(make_actor(ActorKind::LyingRootLeader));
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(is_ordered(static_cast<std::size_t>(i) % 2, seconds(3))) << i;
  }
  expect_no_violation();
}

TEST_F(LyingHeader, ClocksAnHourAheadAndThenCorrectedCostNoHour) {
  start();
  constexpr std::int64_t kHourMs = 3'600'000;
  for (std::size_t i = 0; i < 4; ++i) {
    cluster().process(i).set_clock_skew(kHourMs);
  }
  ASSERT_TRUE(is_ordered(0, seconds(2)));
  for (std::size_t i = 0; i < 4; ++i) {
    cluster().process(i).set_clock_skew(0);
  }
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(is_ordered(1, seconds(2)));
  }
  expect_no_violation();
}

TEST_F(LyingHeader, OneClockAnHourAheadDelaysOnlyItsOwnTurns) {
  start();
  cluster().process(3).set_clock_skew(3'600'000);
  for (int i = 0; i < 12; ++i) {
    EXPECT_TRUE(is_ordered(0, seconds(3))) << i;
  }
  expect_no_violation();
}

}  // namespace
}  // namespace vitalstream::sim
