// C15: what statements may cost, and the way back of an answer.
#include "consensus/core/statement_traffic.hpp"

#include <gtest/gtest.h>

#include "../types/samples.hpp"
#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {
namespace {

using Novelty = StatementTraffic::Novelty;
using Way = StatementTraffic::Way;

constexpr Instant kNow{10'000'000};
constexpr ValidatorIndex kAsker{1};
constexpr ValidatorIndex kPeer{2};
constexpr ValidatorIndex kAnswerer{3};
constexpr Way kDirect{kAsker, kAsker};
constexpr Way kPassedOn{kPeer, kAsker};

struct Traffic : ::testing::Test {
  StatementTraffic traffic{4, milliseconds(500)};
  const ProcessDigest process = testing::sample_digest<ProcessDigest>(1);

  Answer answer(std::uint64_t number) const {
    Answer answer;
    answer.asker = kAsker;
    answer.asked_by = process;
    answer.number = number;
    return answer;
  }
};

TEST_F(Traffic, AQuestionIsNewsOnceOnEachWay) {
  EXPECT_TRUE(traffic.may_verify(kDirect, process, 5, kNow));
  EXPECT_EQ(traffic.note(kDirect, process, 5), Novelty::First);
  EXPECT_FALSE(traffic.may_verify(kDirect, process, 5, kNow));
  EXPECT_FALSE(traffic.may_verify(kDirect, process, 4, kNow));
  EXPECT_TRUE(traffic.may_verify(kPassedOn, process, 5, kNow));
  EXPECT_EQ(traffic.note(kPassedOn, process, 5), Novelty::Again);
  EXPECT_EQ(traffic.note(kPassedOn, process, 5), Novelty::Old);
  EXPECT_EQ(traffic.note(kPassedOn, process, 4), Novelty::Old);
  EXPECT_EQ(traffic.note(kDirect, process, 6), Novelty::First);
}

TEST_F(Traffic, NumbersOfAnotherProcessAreItsOwn) {
  EXPECT_EQ(traffic.note(kDirect, process, 5), Novelty::First);
  EXPECT_EQ(traffic.note(kDirect, testing::sample_digest<ProcessDigest>(2), 1), Novelty::First);
}

// A liar keeps questions of earlier processes back and brings them one by one.
TEST_F(Traffic, AnEarlierProcessChangesNothingForTheOneThatRuns) {
  EXPECT_EQ(traffic.note(kDirect, process, 5), Novelty::First);
  traffic.answered(kAsker, answer(5));
  EXPECT_TRUE(traffic.pass_on(kAsker, process, 5, {kAnswerer}, kNow));
  for (std::uint8_t earlier = 2; earlier <= kAskingProcessesMax; ++earlier) {
    const auto other = testing::sample_digest<ProcessDigest>(earlier);
    EXPECT_EQ(traffic.note(kPassedOn, other, 9), Novelty::First);
    EXPECT_FALSE(traffic.last_answer(kAsker, other));
  }
  EXPECT_FALSE(traffic.may_verify(kDirect, process, 5, kNow));
  EXPECT_EQ(traffic.note(kPassedOn, process, 5), Novelty::Again);
  EXPECT_EQ(traffic.last_answer(kAsker, process), answer(5));
  EXPECT_TRUE(traffic.goes_back(kAnswerer, answer(5)));
}

TEST_F(Traffic, OfManyProcessesTheOneThatAskedLeastRecentlyIsForgotten) {
  EXPECT_EQ(traffic.note(kDirect, process, 5), Novelty::First);
  for (std::uint8_t other = 2; other <= kAskingProcessesMax + 1; ++other) {
    EXPECT_EQ(traffic.note(kDirect, testing::sample_digest<ProcessDigest>(other), 5),
              Novelty::First);
  }
  EXPECT_EQ(traffic.note(kDirect, process, 5), Novelty::First);
}

TEST_F(Traffic, OfOnePeerSoManyStatementsAreUnderVerificationAtOnce) {
  for (std::size_t i = 0; i < kStatementChecksMax; ++i) {
    EXPECT_TRUE(traffic.has_place(kPeer));
    traffic.begin_check(kPeer);
  }
  EXPECT_FALSE(traffic.has_place(kPeer));
  EXPECT_TRUE(traffic.has_place(kAsker)) << "each has its own";
  traffic.end_check(kPeer);
  EXPECT_TRUE(traffic.has_place(kPeer));
}

TEST_F(Traffic, OfOneAskerEachPeerGetsNoMoreThanAFewVerified) {
  std::uint64_t number = 1;
  int verified = 0;
  for (; number <= 1'000; ++number) {
    verified += traffic.may_verify(kDirect, process, number, kNow) ? 1 : 0;
  }
  EXPECT_EQ(verified, kQuestionsAtOnceMax);
  EXPECT_TRUE(traffic.may_verify({kPeer, kPeer}, process, number, kNow)) << "another asker";
  EXPECT_FALSE(traffic.may_verify(kDirect, process, ++number, kNow + milliseconds(249)));
  EXPECT_TRUE(traffic.may_verify(kDirect, process, ++number, kNow + milliseconds(250)));
  EXPECT_FALSE(traffic.may_verify(kDirect, process, ++number, kNow + milliseconds(250)));
}

TEST_F(Traffic, QuestionsOfOthersComeTwiceASecond) {
  int verified = 0;
  for (std::int64_t ms = 0; ms < 10'000; ++ms) {
    const auto number = static_cast<std::uint64_t>(ms + 1);
    verified += traffic.may_verify(kPassedOn, process, number, kNow + milliseconds(ms)) ? 1 : 0;
  }
  EXPECT_EQ(verified, 21);
}

TEST_F(Traffic, AnAnswerIsVerifiedOnceForEachNumberAndWay) {
  EXPECT_TRUE(traffic.may_verify({kAnswerer, kAnswerer}, 7));
  EXPECT_FALSE(traffic.may_verify({kAnswerer, kAnswerer}, 7));
  EXPECT_FALSE(traffic.may_verify({kAnswerer, kAnswerer}, 6));
  EXPECT_TRUE(traffic.may_verify({kPeer, kAnswerer}, 7));
}

TEST_F(Traffic, AnAnswerGoesBackOnceToWhoseQuestionWasPassedOnToItsMaker) {
  EXPECT_FALSE(traffic.goes_back(kAnswerer, answer(5)));
  EXPECT_EQ(traffic.note(kDirect, process, 5), Novelty::First);
  EXPECT_TRUE(traffic.pass_on(kAsker, process, 5, {kAnswerer}, kNow));
  EXPECT_FALSE(traffic.goes_back(kPeer, answer(5)));
  EXPECT_FALSE(traffic.goes_back(kAnswerer, answer(6)));
  Answer other = answer(5);
  other.asked_by = testing::sample_digest<ProcessDigest>(2);
  EXPECT_FALSE(traffic.goes_back(kAnswerer, other));
  EXPECT_TRUE(traffic.goes_back(kAnswerer, answer(5)));
  EXPECT_FALSE(traffic.goes_back(kAnswerer, answer(5)));
}

TEST_F(Traffic, PassesOnTwiceASecondAtMost) {
  EXPECT_EQ(traffic.note(kDirect, process, 1), Novelty::First);
  EXPECT_FALSE(traffic.pass_on(kAsker, process, 1, {}, kNow)) << "nobody is unheard";
  EXPECT_TRUE(traffic.pass_on(kAsker, process, 1, {kAnswerer}, kNow));
  EXPECT_TRUE(traffic.pass_on(kAsker, process, 2, {kAnswerer}, kNow));
  EXPECT_FALSE(traffic.pass_on(kAsker, process, 3, {kAnswerer}, kNow));
  EXPECT_TRUE(traffic.pass_on(kAsker, process, 4, {kAnswerer}, kNow + milliseconds(500)));
}

}  // namespace
}  // namespace vitalstream::consensus
