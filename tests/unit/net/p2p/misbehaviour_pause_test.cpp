#include "net/p2p/misbehaviour_pause.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct MisbehaviourPauseTest : ::testing::Test {
  MisbehaviourPause pause{{seconds{1}, seconds{60}, seconds{600}}};
  MisbehaviourPause::Time now{seconds{1'000}};
};

TEST_F(MisbehaviourPauseTest, WhoWasNeverCutMayComeAtOnce) {
  EXPECT_EQ(pause.left(now), milliseconds{0});
}

TEST_F(MisbehaviourPauseTest, EveryCutDoublesItUpToTheMost) {
  for (const int expected : {1, 2, 4, 8, 16, 32, 60, 60}) {
    pause.on_cut(now);
    EXPECT_EQ(pause.left(now), seconds{expected});
    now += seconds{expected} - milliseconds{1};
    EXPECT_EQ(pause.left(now), milliseconds{1});
    now += milliseconds{1};
    EXPECT_EQ(pause.left(now), milliseconds{0});
  }
}

TEST_F(MisbehaviourPauseTest, IsForgottenAfterAQuietTimeAndNotBefore) {
  pause.on_cut(now);
  now += seconds{1} + seconds{600} - milliseconds{1};
  pause.on_cut(now);
  EXPECT_EQ(pause.left(now), seconds{2});
  now += seconds{2} + seconds{600};
  pause.on_cut(now);
  EXPECT_EQ(pause.left(now), seconds{1});
}

}  // namespace
}  // namespace vitalstream::net
