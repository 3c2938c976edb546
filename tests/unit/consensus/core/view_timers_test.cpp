// C2: timers run only while there is work.
#include "consensus/core/view_timers.hpp"

#include <gtest/gtest.h>

namespace vitalstream::consensus {
namespace {

constexpr Duration kDelta = milliseconds(50);

TEST(ViewTimers, DoNotRunWithoutWork) {
  ViewTimers timers;
  timers.enter(Instant{0});
  timers.set_work(false, Instant{1'000}, kDelta);
  EXPECT_FALSE(timers.leader_deadline());
  EXPECT_FALSE(timers.certification_deadline());
}

TEST(ViewTimers, StartWhenWorkAppears) {
  ViewTimers timers;
  timers.enter(Instant{0});
  timers.set_work(true, Instant{7'000}, kDelta);
  EXPECT_EQ(timers.leader_deadline(), Instant{7'000} + kDelta * 2);
  EXPECT_EQ(timers.certification_deadline(), Instant{7'000} + kDelta * 3);
}

TEST(ViewTimers, DoNotStartAgainWhileTheWorkLasts) {
  ViewTimers timers;
  timers.enter(Instant{0});
  timers.set_work(true, Instant{7'000}, kDelta);
  timers.set_work(true, Instant{9'000}, kDelta * 2);
  EXPECT_EQ(timers.leader_deadline(), Instant{7'000} + kDelta * 2);
}

TEST(ViewTimers, StopWithTheLastWorkAndWithTheView) {
  ViewTimers timers;
  timers.set_work(true, Instant{1}, kDelta);
  timers.set_work(false, Instant{2}, kDelta);
  EXPECT_FALSE(timers.working_since());
  timers.set_work(true, Instant{3}, kDelta);
  timers.enter(Instant{4});
  EXPECT_FALSE(timers.working_since());
  EXPECT_EQ(timers.entered(), Instant{4});
}

}  // namespace
}  // namespace vitalstream::consensus
