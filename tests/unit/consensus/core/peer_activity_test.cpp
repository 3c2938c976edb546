// C11: a leader that is dead is passed over, one that is merely quiet is not.
#include "consensus/core/peer_activity.hpp"

#include <gtest/gtest.h>

namespace vitalstream::consensus {
namespace {

constexpr Duration kWindow = seconds(3);
constexpr ValidatorIndex kLeader{3};

struct Activity : ::testing::Test {
  PeerActivity activity{4, kWindow};
  Instant now{0};

  void SetUp() override { activity.start(now); }
  void hear_for(Duration length, std::initializer_list<std::uint16_t> peers) {
    for (const Instant end = now + length; now < end; now = now + milliseconds(500)) {
      for (const std::uint16_t peer : peers) {
        activity.heard(ValidatorIndex{peer}, now);
      }
    }
  }
};

TEST_F(Activity, SkipsALeaderSilentWhileAQuorumWasActiveThroughout) {
  hear_for(seconds(4), {1, 2});
  EXPECT_TRUE(activity.may_skip(kLeader, 3, now)) << "two others and the one who asks";
}

TEST_F(Activity, BlamesNobodyInAnIdleNetwork) {
  now = now + seconds(60);
  EXPECT_FALSE(activity.may_skip(kLeader, 3, now));
}

TEST_F(Activity, BlamesNobodyWhenTheOthersHaveOnlyJustComeBack) {
  now = now + seconds(60);
  hear_for(seconds(1), {1, 2});
  EXPECT_FALSE(activity.may_skip(kLeader, 3, now));
}

TEST_F(Activity, BlamesNobodyWithoutAQuorum) {
  hear_for(seconds(4), {1});
  EXPECT_FALSE(activity.may_skip(kLeader, 3, now));
}

TEST_F(Activity, ALeaderThatIsHeardAgainIsNotSkipped) {
  hear_for(seconds(4), {1, 2});
  activity.heard(kLeader, now);
  EXPECT_FALSE(activity.may_skip(kLeader, 3, now));
}

TEST_F(Activity, IgnoresPeersOutsideTheSet) {
  activity.heard(ValidatorIndex{99}, now);
  EXPECT_EQ(activity.last_heard().size(), 4U);
}

}  // namespace
}  // namespace vitalstream::consensus
