// C17: a valid answer that does not help, or none, is sought elsewhere.
#include "consensus/core/fetch_schedule.hpp"

#include <gtest/gtest.h>

namespace vitalstream::consensus {
namespace {

constexpr Duration kRetry = milliseconds(250);
constexpr Instant kNow{1'000'000};
constexpr View kWanted{9};

struct Schedule : ::testing::Test {
  Connections connections;
  FetchSchedule<View> schedule{4, ValidatorIndex{1}, kRetry, connections};
};

TEST_F(Schedule, AsksTheOneWhoShouldHaveItFirst) {
  EXPECT_EQ(schedule.want(kWanted, ValidatorIndex{2}, kNow), ValidatorIndex{2});
}

TEST_F(Schedule, DoesNotAskAgainBeforeTheRetry) {
  static_cast<void>(schedule.want(kWanted, ValidatorIndex{2}, kNow));
  EXPECT_FALSE(schedule.want(kWanted, ValidatorIndex{2}, kNow + milliseconds(249)));
  EXPECT_EQ(schedule.due(), kNow + kRetry);
}

TEST_F(Schedule, AsksEverybodyElseInTurnAndNeverItself) {
  std::vector<ValidatorIndex> asked;
  Instant now = kNow;
  for (int i = 0; i < 4; ++i, now = now + kRetry) {
    asked.push_back(*schedule.want(kWanted, ValidatorIndex{3}, now));
  }
  EXPECT_EQ(asked, (std::vector{ValidatorIndex{3}, ValidatorIndex{0}, ValidatorIndex{2},
                                ValidatorIndex{3}}));
}

TEST_F(Schedule, ForgetsWhatIsNotRenewedInAStep) {
  static_cast<void>(schedule.want(kWanted, ValidatorIndex{2}, kNow));
  schedule.end_step();
  EXPECT_TRUE(schedule.is_wanted(kWanted));
  schedule.end_step();
  EXPECT_FALSE(schedule.is_wanted(kWanted));
}

TEST_F(Schedule, APatientWantWaitsUnlessItBecomesUrgent) {
  EXPECT_FALSE(schedule.want(kWanted, ValidatorIndex{2}, kNow, kRetry));
  EXPECT_TRUE(schedule.want(kWanted, ValidatorIndex{2}, kNow));
}

TEST_F(Schedule, ALoneValidatorAsksNobody) {
  FetchSchedule<View> alone{1, ValidatorIndex{0}, kRetry, connections};
  EXPECT_FALSE(alone.want(kWanted, ValidatorIndex{0}, kNow));
}

// What is sent to whom there is no session with is lost.
TEST_F(Schedule, AsksTheNextOneWhereTheFirstIsNotConnected) {
  connections.peers = {ValidatorIndex{0}, ValidatorIndex{3}};
  EXPECT_EQ(schedule.want(kWanted, ValidatorIndex{2}, kNow), ValidatorIndex{3});
  EXPECT_EQ(schedule.want(kWanted, ValidatorIndex{2}, kNow + kRetry), ValidatorIndex{0});
}

TEST_F(Schedule, AsksSeveralHoldersAtOnceAndThenTheOthers) {
  const std::vector holders{ValidatorIndex{1}, ValidatorIndex{3}, ValidatorIndex{0}};
  EXPECT_EQ(schedule.want_of(kWanted, holders, 2, kNow),
            (std::vector{ValidatorIndex{3}, ValidatorIndex{0}}))
      << "not itself";
  EXPECT_TRUE(schedule.want_of(kWanted, holders, 2, kNow + milliseconds(249)).empty());
  EXPECT_EQ(schedule.want_of(kWanted, holders, 2, kNow + kRetry),
            (std::vector{ValidatorIndex{2}, ValidatorIndex{3}}));
}

TEST_F(Schedule, FewerThanAreToBeAskedAreAskedOnce) {
  connections.peers = {ValidatorIndex{3}};
  EXPECT_EQ(schedule.want_of(kWanted, {ValidatorIndex{0}, ValidatorIndex{3}}, 2, kNow),
            std::vector{ValidatorIndex{3}});
}

// Whoever was asked before had not voted for it, and may be the liar who keeps it back.
TEST_F(Schedule, BeginsAnewWithThoseWhoTurnOutToHoldIt) {
  EXPECT_EQ(schedule.want(kWanted, ValidatorIndex{2}, kNow), ValidatorIndex{2});
  const Instant later = kNow + milliseconds(10);
  EXPECT_EQ(schedule.want_of(kWanted, {ValidatorIndex{3}, ValidatorIndex{2}}, 1, later),
            std::vector{ValidatorIndex{3}});
  EXPECT_TRUE(schedule.want_of(kWanted, {ValidatorIndex{3}}, 1, later).empty());
}

}  // namespace
}  // namespace vitalstream::consensus
