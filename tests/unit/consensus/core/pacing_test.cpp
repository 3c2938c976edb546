// C18: Delta.
#include "consensus/core/pacing.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace vitalstream::consensus {
namespace {

constexpr Duration kFloor = milliseconds(50);
constexpr Duration kCap = seconds(2);
constexpr Duration kHonest = milliseconds(20);

// Four validators, of which one may lie.
struct PacingTest : ::testing::Test {
  Pacing pacing{{kFloor, kCap}, 4, 1};

  void certify(std::uint16_t leader, Duration sample) {
    pacing.on_certified(ValidatorIndex{leader}, sample);
  }
  void nullify(std::uint16_t leader, bool was_active = true) {
    pacing.on_nullified(ValidatorIndex{leader}, was_active);
  }
  void all_certify(Duration sample, int rounds) {
    for (int i = 0; i < 4 * rounds; ++i) {
      certify(static_cast<std::uint16_t>(i % 4), sample);
    }
  }
};

TEST_F(PacingTest, StartsAtItsFloor) { EXPECT_EQ(pacing.delta(), kFloor); }

TEST_F(PacingTest, FollowsSlowQuorumsUpAndComesDownAgain) {
  all_certify(milliseconds(400), 20);
  EXPECT_GT(pacing.delta(), milliseconds(390));
  EXPECT_LE(pacing.delta(), milliseconds(400));
  all_certify(milliseconds(5), 100);
  EXPECT_EQ(pacing.delta(), kFloor);
}

TEST_F(PacingTest, IsAsSlowAsTheSecondSlowestOfFour) {
  all_certify(kHonest, 50);
  for (int i = 0; i < 50; ++i) {
    certify(2, seconds(1));
  }
  EXPECT_EQ(pacing.delta(), kFloor) << "one may lie";
  for (int i = 0; i < 50; ++i) {
    certify(3, milliseconds(300));
  }
  EXPECT_GT(pacing.delta(), milliseconds(290)) << "of two one is honest";
  EXPECT_LE(pacing.delta(), milliseconds(300));
}

TEST_F(PacingTest, TellsTheTimeOfEachLeader) {
  for (int i = 0; i < 50; ++i) {
    certify(2, milliseconds(120));
  }
  EXPECT_EQ(pacing.typical()[1], Duration{0});
  EXPECT_GT(pacing.typical()[2], milliseconds(119));
}

TEST_F(PacingTest, ANullifiedViewCountsAsTwoDeltaOfItsLeader) {
  nullify(1);
  EXPECT_EQ(pacing.typical()[1], kFloor) << "half of the way to twice the floor";
}

TEST_F(PacingTest, DoublesWithEachNullifiedViewOfAnActiveLeader) {
  nullify(1);
  nullify(1);
  EXPECT_EQ(pacing.delta(), milliseconds(200));
}

TEST_F(PacingTest, ADeadLeaderSaysNothingAboutTheNetwork) {
  nullify(1, false);
  EXPECT_EQ(pacing.delta(), kFloor);
  EXPECT_EQ(pacing.typical()[1], Duration{0});
}

TEST_F(PacingTest, NeverExceedsItsCap) {
  for (int i = 0; i < 100; ++i) {
    nullify(static_cast<std::uint16_t>(i % 4));
    certify(static_cast<std::uint16_t>(i % 4), seconds(100));
  }
  EXPECT_EQ(pacing.delta(), kCap);
}

TEST_F(PacingTest, ResetsItsDoublingOnAFinalization) {
  nullify(1);
  pacing.on_finalized();
  EXPECT_EQ(pacing.delta(), kFloor);
}

TEST(Pacing, WhereNobodyMayLieTheSlowestCounts) {
  Pacing alone({kFloor, kCap}, 1, 0);
  for (int i = 0; i < 50; ++i) {
    alone.on_certified(ValidatorIndex{0}, milliseconds(200));
  }
  EXPECT_GT(alone.delta(), milliseconds(190));
}

// One estimate for all leaders, as a control: what the liar below does to it.
struct OneForAll {
  Duration typical{0};
  Duration delta() const { return std::clamp(typical, kFloor, kCap); }
  void certified(ValidatorIndex, Duration sample) {
    const std::int64_t step = sample.value() - typical.value();
    typical = Duration{typical.value() + step / (step > 0 ? 2 : 8)};
  }
};
struct OfEachLeader {
  Pacing pacing{{kFloor, kCap}, 4, 1};
  Duration delta() const { return pacing.delta(); }
  void certified(ValidatorIndex leader, Duration sample) { pacing.on_certified(leader, sample); }
};

// Leader 3 has its views certified as late as it can before they are nullified: it proposes just
// before its timer ends, and holds back a batch of its own until just before 3 Delta.
template <class Rule>
Duration after_a_liars_views(Duration for_so_long) {
  Rule rule;
  Instant now{};
  for (unsigned view = 0; now < Instant{} + for_so_long; ++view) {
    const ValidatorIndex leader{static_cast<std::uint16_t>(view % 4)};
    const Duration late{rule.delta().value() * 3 - milliseconds(1).value()};
    const Duration took = leader == ValidatorIndex{3} ? late : kHonest;
    rule.certified(leader, took);
    now = now + took;
  }
  return rule.delta();
}

TEST(Pacing, OneLeaderOfFourCannotTakeDeltaUp) {
  EXPECT_EQ(after_a_liars_views<OfEachLeader>(seconds(600)), kFloor);
  EXPECT_EQ(after_a_liars_views<OneForAll>(seconds(600)), kCap)
      << "it would take a single estimate to the cap";
}

}  // namespace
}  // namespace vitalstream::consensus
