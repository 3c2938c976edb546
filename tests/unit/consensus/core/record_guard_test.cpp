// C15: the safety record's own trustworthiness.
#include "consensus/core/record_guard.hpp"

#include <gtest/gtest.h>

namespace vitalstream::consensus {
namespace {

constexpr std::uint64_t kNonce = 77;
constexpr std::size_t kNeeded = 3;

VotedViewResponse answer(std::optional<std::uint64_t> own_highest, std::uint64_t seen = 0) {
  VotedViewResponse response{Epoch{1}, kNonce, std::nullopt, View{seen}};
  if (own_highest) {
    response.own_highest = View{*own_highest};
  }
  return response;
}

struct Guard : ::testing::Test {
  RecordGuard guard;
  void SetUp() override { guard.ask(kNonce); }
  void ask_anew() { guard.restore(NewRecord{Epoch{1}, std::nullopt}); }
};

TEST_F(Guard, ARecordWithoutItsBeginningIsMissing) {
  EXPECT_EQ(guard.state(), RecordState::Missing);
  EXPECT_FALSE(guard.conclude(Epoch{1}, 0));
}

TEST_F(Guard, AFirstRecordMayVoteFromTheStart) {
  guard.restore(NewRecord{Epoch{1}, View{0}});
  EXPECT_EQ(guard.state(), RecordState::Established);
  EXPECT_EQ(guard.vote_above(), View{0});
}

TEST_F(Guard, ANewRecordVotesOnlyAboveTheHighestAnswerPlusOne) {
  ask_anew();
  EXPECT_EQ(guard.state(), RecordState::Asking);
  for (std::uint16_t i = 1; i <= 3; ++i) {
    EXPECT_TRUE(guard.take(ValidatorIndex{i}, answer(10U + i)));
  }
  const auto record = guard.conclude(Epoch{1}, kNeeded);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->vote_above, View{14});
}

TEST_F(Guard, NeedsAnswersFromTwiceFPlusOneOthersThatHaveARecord) {
  ask_anew();
  EXPECT_TRUE(guard.take(ValidatorIndex{1}, answer(5)));
  EXPECT_TRUE(guard.take(ValidatorIndex{2}, answer(5)));
  EXPECT_TRUE(guard.take(ValidatorIndex{3}, answer(std::nullopt)));
  EXPECT_FALSE(guard.conclude(Epoch{1}, kNeeded));
  EXPECT_TRUE(guard.take(ValidatorIndex{2}, answer(6)));
  EXPECT_FALSE(guard.conclude(Epoch{1}, kNeeded)) << "one answerer counts once";
  EXPECT_TRUE(guard.take(ValidatorIndex{3}, answer(1)));
  EXPECT_TRUE(guard.conclude(Epoch{1}, kNeeded));
}

TEST_F(Guard, TakesNoAnswerToAnotherQuestion) {
  ask_anew();
  VotedViewResponse old = answer(5);
  old.nonce = kNonce + 1;
  EXPECT_FALSE(guard.take(ValidatorIndex{1}, old));
}

TEST_F(Guard, CountsPeersThatHaveSeenVotesItDoesNotKnow) {
  guard.restore(NewRecord{Epoch{1}, View{0}});
  EXPECT_TRUE(guard.take(ValidatorIndex{1}, answer(9, 8)));
  EXPECT_TRUE(guard.take(ValidatorIndex{2}, answer(9, 4)));
  EXPECT_EQ(guard.contradicting(View{4}), 1U);
  EXPECT_EQ(guard.contradicting(View{8}), 0U);
}

}  // namespace
}  // namespace vitalstream::consensus
