// C15: the safety record's own trustworthiness.
#include "consensus/core/record_guard.hpp"

#include <gtest/gtest.h>

namespace vitalstream::consensus {
namespace {

constexpr std::size_t kNeeded = 3;
constexpr View kPlausible{100};
// Four validators.
constexpr BirthQuorum kHurried{3, 2, false};
constexpr BirthQuorum kPatient{3, 2, true};

// `shown` is the view of an own vote that comes with it; 0 for none.
Answer answer(std::optional<std::uint64_t> own_highest, std::uint64_t shown = 0,
              std::uint64_t floor = 0) {
  Answer answer;
  if (own_highest) {
    answer.own_highest = View{*own_highest};
  }
  answer.floor = View{floor};
  if (shown > 0) {
    answer.shown = {{make_nullify(Epoch{1}, View{shown}), ValidatorIndex{0}, {}}};
  }
  return answer;
}

struct Guard : ::testing::Test {
  RecordGuard guard;
  void begin() { guard.restore(NewRecord{Epoch{1}, View{0}}); }
  void ask_anew() { guard.restore(NewRecord{Epoch{1}, std::nullopt}); }
  void take(std::uint16_t from, const Answer& said) { guard.take(ValidatorIndex{from}, said); }
};

TEST_F(Guard, ARecordWithoutItsBeginningIsMissing) {
  EXPECT_EQ(guard.state(), RecordState::Missing);
  EXPECT_FALSE(guard.conclude(Epoch{1}, 0, kPlausible));
}

TEST_F(Guard, AFirstRecordIsUnproven) {
  begin();
  EXPECT_EQ(guard.state(), RecordState::Unproven);
  EXPECT_TRUE(guard.is_waiting());
}

TEST_F(Guard, AFirstRecordThatTheOthersHaveBorneOutMayVoteFromTheStart) {
  begin();
  begin();
  EXPECT_EQ(guard.state(), RecordState::Established);
  EXPECT_EQ(guard.vote_above(), View{0});
}

TEST_F(Guard, ARecordWithAnOwnVoteIsProven) {
  begin();
  guard.restore_vote();
  EXPECT_EQ(guard.state(), RecordState::Established);
}

TEST_F(Guard, AnOwnVoteDoesNotProveALostRecord) {
  ask_anew();
  guard.restore_vote();
  EXPECT_EQ(guard.state(), RecordState::Asking);
}

TEST_F(Guard, ANetworkIsBornWhenAllOthersKnowOfNoFinalBlock) {
  begin();
  take(1, answer(0));
  take(2, answer(9));
  EXPECT_FALSE(guard.conclude_birth(Epoch{1}, kHurried)) << "the third may know better";
  take(3, answer(0));
  const auto record = guard.conclude_birth(Epoch{1}, kHurried);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->vote_above, View{0});
}

TEST_F(Guard, AQuorumIsEnoughForABirthWhenAllHadTheTimeToAnswer) {
  begin();
  take(1, answer(0));
  EXPECT_FALSE(guard.conclude_birth(Epoch{1}, kPatient));
  take(2, answer(1));
  EXPECT_TRUE(guard.conclude_birth(Epoch{1}, kPatient));
  take(3, answer(900, 0, 899));
  EXPECT_TRUE(guard.conclude_birth(Epoch{1}, kPatient));
}

TEST_F(Guard, WhoKnowsAFinalBlockOrHasNoRecordBearsNoBirthOut) {
  begin();
  take(1, answer(0));
  take(2, answer(2, 0, 1));
  take(3, answer(std::nullopt));
  EXPECT_FALSE(guard.conclude_birth(Epoch{1}, kPatient));
}

TEST_F(Guard, OneShownOwnVoteRulesABirthOut) {
  begin();
  take(1, answer(0));
  take(2, answer(0));
  take(3, answer(1, 1));
  EXPECT_FALSE(guard.conclude_birth(Epoch{1}, kHurried));
  EXPECT_FALSE(guard.conclude_birth(Epoch{1}, kPatient));
}

TEST_F(Guard, ALostRecordIsNeverBorn) {
  ask_anew();
  for (std::uint16_t i = 1; i <= 3; ++i) {
    take(i, answer(0));
  }
  EXPECT_FALSE(guard.conclude_birth(Epoch{1}, kPatient));
}

TEST_F(Guard, AnUnprovenRecordMayVoteAsALostOne) {
  begin();
  for (std::uint16_t i = 1; i <= 3; ++i) {
    take(i, answer(10U + i));
  }
  const auto record = guard.conclude(Epoch{1}, kNeeded, kPlausible);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->vote_above, View{14});
}

TEST_F(Guard, ANewRecordVotesOnlyAboveTheHighestAnswerPlusOne) {
  ask_anew();
  EXPECT_EQ(guard.state(), RecordState::Asking);
  for (std::uint16_t i = 1; i <= 3; ++i) {
    take(i, answer(10U + i));
  }
  const auto record = guard.conclude(Epoch{1}, kNeeded, kPlausible);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->vote_above, View{14});
}

TEST_F(Guard, NeedsAnswersFromTwiceFPlusOneOthersThatHaveARecord) {
  ask_anew();
  take(1, answer(5));
  take(2, answer(5));
  take(3, answer(std::nullopt));
  EXPECT_FALSE(guard.conclude(Epoch{1}, kNeeded, kPlausible));
  take(2, answer(6));
  EXPECT_FALSE(guard.conclude(Epoch{1}, kNeeded, kPlausible)) << "one answerer counts once";
  take(3, answer(1));
  EXPECT_TRUE(guard.conclude(Epoch{1}, kNeeded, kPlausible));
}

TEST_F(Guard, WhereNobodyMayBeFaultyANewRecordVotesAboveWhatAllOthersShow) {
  ask_anew();
  take(1, answer(15, 12));
  EXPECT_FALSE(guard.conclude_of_all(Epoch{1}, 2)) << "one has not answered";
  take(2, answer(std::nullopt, 13));
  EXPECT_FALSE(guard.conclude_of_all(Epoch{1}, 2)) << "one has lost its own record";
  take(2, answer(15, 13));
  const auto record = guard.conclude_of_all(Epoch{1}, 2);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->vote_above, View{13}) << "the others wait for it in view 15";
  guard.restore(*record);
  EXPECT_FALSE(guard.conclude_of_all(Epoch{1}, 2)) << "it has one now";
}

TEST_F(Guard, WhatOneHasShownItCannotForget) {
  ask_anew();
  take(1, answer(15, 13));
  take(1, answer(15, 0));
  take(2, answer(15, 0));
  const auto record = guard.conclude_of_all(Epoch{1}, 2);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->vote_above, View{13});
}

TEST_F(Guard, WhoIsAloneHasNobodyToAsk) {
  EXPECT_FALSE(guard.conclude_of_all(Epoch{1}, 0)) << "without a record nothing is signed";
  ask_anew();
  const auto record = guard.conclude_of_all(Epoch{1}, 0);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->vote_above, View{0});
}

TEST_F(Guard, AnAnswerThatNothingBearsOutDoesNotCount) {
  for (const std::uint64_t lie : {kPlausible.value() + 1, UINT64_MAX}) {
    ask_anew();
    take(1, answer(5));
    take(2, answer(6));
    take(3, answer(lie));
    EXPECT_FALSE(guard.conclude(Epoch{1}, kNeeded, kPlausible)) << lie;
  }
  take(3, answer(kPlausible.value() + 1));
  const auto later = guard.conclude(Epoch{1}, kNeeded, next(kPlausible));
  ASSERT_TRUE(later) << "it has become plausible";
  EXPECT_EQ(later->vote_above, View{102});
}

TEST_F(Guard, CountsWhoHasShownVotesItDoesNotKnow) {
  guard.restore(NewRecord{Epoch{1}, View{0}});
  take(1, answer(9, 8));
  take(2, answer(9, 4));
  EXPECT_EQ(guard.witnesses_above(View{4}), 1U);
  EXPECT_EQ(guard.witnesses_above(View{8}), 0U);
}

}  // namespace
}  // namespace vitalstream::consensus
