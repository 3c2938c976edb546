// C15: what is asked when, and how long a commitment counts.
#include "consensus/core/inquiry.hpp"

#include <gtest/gtest.h>

namespace vitalstream::consensus {
namespace {

constexpr Instant kStart{1'000'000};
constexpr Duration kPeriod = milliseconds(500);
constexpr Duration kUse = seconds(2);
constexpr std::size_t kNeeded = 2;

struct OfFour : ::testing::Test {
  Inquiry inquiry{4, ValidatorIndex{0}, {kPeriod, kUse}};

  void SetUp() override { inquiry.start(kStart); }
  void take(std::uint16_t answerer, std::uint64_t number, Instant now, bool commits = true,
            Mark mark = Mark{7}) {
    Answer answer;
    answer.number = number;
    answer.mark = mark;
    answer.commits = commits;
    inquiry.take(ValidatorIndex{answerer}, answer, now);
  }
};

TEST_F(OfFour, QuestionsFollowOneAnotherEveryPeriod) {
  EXPECT_EQ(inquiry.due(), kStart);
  EXPECT_EQ(inquiry.ask(kStart).number, 1U);
  EXPECT_EQ(inquiry.due(), kStart + kPeriod);
  EXPECT_EQ(inquiry.ask(kStart + kPeriod).number, 2U);
  inquiry.end();
  EXPECT_FALSE(inquiry.due());
}

TEST_F(OfFour, ALoneValidatorHasNobodyToAsk) {
  Inquiry alone{1, ValidatorIndex{0}, {kPeriod, kUse}};
  alone.start(kStart);
  EXPECT_FALSE(alone.due());
}

TEST_F(OfFour, AnAnswerThatOnlyBringsAMarkIsFollowedByAQuestionSoon) {
  static_cast<void>(inquiry.ask(kStart));
  take(1, 1, kStart + milliseconds(1), /*commits=*/false, Mark{11});
  take(2, 1, kStart + milliseconds(2), /*commits=*/false, Mark{12});
  const Instant soon = kStart + milliseconds(50);
  EXPECT_EQ(inquiry.due(), soon) << "one question for both marks";
  const Question next = inquiry.ask(soon);
  EXPECT_EQ(next.marks, (std::vector<Mark>{Mark{}, Mark{11}, Mark{12}, Mark{}}));
  take(1, 2, soon, /*commits=*/false, Mark{11});
  EXPECT_EQ(inquiry.due(), soon + kPeriod) << "no news: it commits to another one";
}

TEST_F(OfFour, AMarkThatCrossedACommitmentIsNoReasonToHurry) {
  static_cast<void>(inquiry.ask(kStart));
  static_cast<void>(inquiry.ask(kStart + milliseconds(50)));
  take(1, 1, kStart + milliseconds(60), /*commits=*/true, Mark{11});
  take(1, 2, kStart + milliseconds(61), /*commits=*/false, Mark{11});
  EXPECT_EQ(inquiry.due(), kStart + milliseconds(50) + kPeriod);
}

TEST_F(OfFour, ACommitmentCountsForItsTimeFromTheQuestion) {
  static_cast<void>(inquiry.ask(kStart));
  take(1, 1, kStart + seconds(1));
  EXPECT_EQ(inquiry.committed(kStart + seconds(1)), 1U);
  EXPECT_EQ(inquiry.committed(kStart + kUse + microseconds(-1)), 1U);
  EXPECT_EQ(inquiry.committed(kStart + kUse), 0U);
}

TEST_F(OfFour, AnAnswerToAnOldAnUnknownOrAnAnsweredQuestionIsNone) {
  static_cast<void>(inquiry.ask(kStart));
  EXPECT_TRUE(inquiry.awaits(ValidatorIndex{1}, 1, kStart));
  EXPECT_FALSE(inquiry.awaits(ValidatorIndex{1}, 2, kStart));
  EXPECT_FALSE(inquiry.awaits(ValidatorIndex{1}, 1, kStart + kUse));
  take(1, 1, kStart + kUse);
  EXPECT_EQ(inquiry.committed(kStart + kUse), 0U);
  take(1, 1, kStart);
  EXPECT_FALSE(inquiry.awaits(ValidatorIndex{1}, 1, kStart));
}

TEST_F(OfFour, TheRightLastsUntilTooFewAreLeft) {
  EXPECT_FALSE(inquiry.lasts_until(kNeeded, kStart));
  static_cast<void>(inquiry.ask(kStart));
  take(1, 1, kStart);
  take(2, 1, kStart);
  EXPECT_EQ(inquiry.lasts_until(kNeeded, kStart), kStart + kUse);
  static_cast<void>(inquiry.ask(kStart + kPeriod));
  take(3, 2, kStart + kPeriod);
  EXPECT_EQ(inquiry.lasts_until(kNeeded, kStart + kPeriod), kStart + kUse);
  take(1, 2, kStart + kPeriod);
  EXPECT_EQ(inquiry.lasts_until(kNeeded, kStart + kPeriod), kStart + kPeriod + kUse);
}

TEST_F(OfFour, WhoHasNotCommittedForTwoPeriodsIsToBeReachedThroughOthers) {
  EXPECT_TRUE(inquiry.ask(kStart + milliseconds(999)).unheard.empty());
  take(1, 1, kStart + milliseconds(999));
  EXPECT_EQ(inquiry.ask(kStart + seconds(1)).unheard,
            (std::vector{ValidatorIndex{2}, ValidatorIndex{3}}));
}

}  // namespace
}  // namespace vitalstream::consensus
