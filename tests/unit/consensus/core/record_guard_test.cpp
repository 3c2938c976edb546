// C15: the safety record's own trustworthiness.
#include "consensus/core/record_guard.hpp"

#include <gtest/gtest.h>

namespace vitalstream::consensus {
namespace {

constexpr std::uint64_t kNonce = 77;
constexpr std::size_t kNeeded = 3;
constexpr View kPlausible{100};
// Four validators.
constexpr BirthQuorum kHurried{3, 2, 1, false};
constexpr BirthQuorum kPatient{3, 2, 1, true};

VotedViewResponse answer(std::optional<std::uint64_t> own_highest, std::uint64_t seen = 0,
                         std::uint64_t final = 0) {
  VotedViewResponse response{Epoch{1}, kNonce, std::nullopt, View{seen}, View{final}};
  if (own_highest) {
    response.own_highest = View{*own_highest};
  }
  return response;
}

struct Guard : ::testing::Test {
  RecordGuard guard;
  void SetUp() override { guard.ask(kNonce); }
  void begin() { guard.restore(NewRecord{Epoch{1}, View{0}}); }
  void ask_anew() { guard.restore(NewRecord{Epoch{1}, std::nullopt}); }
  bool take(std::uint16_t from, const VotedViewResponse& said, View own_highest = {}) {
    return guard.take(ValidatorIndex{from}, said, own_highest);
  }
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
  EXPECT_TRUE(take(1, answer(0)));
  EXPECT_TRUE(take(2, answer(9)));
  EXPECT_FALSE(guard.conclude_birth(Epoch{1}, kHurried)) << "the third may know better";
  EXPECT_TRUE(take(3, answer(0)));
  const auto record = guard.conclude_birth(Epoch{1}, kHurried);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->vote_above, View{0});
}

TEST_F(Guard, AQuorumIsEnoughForABirthWhenAllHadTheTimeToAnswer) {
  begin();
  EXPECT_TRUE(take(1, answer(0)));
  EXPECT_FALSE(guard.conclude_birth(Epoch{1}, kPatient));
  EXPECT_TRUE(take(2, answer(1)));
  EXPECT_TRUE(guard.conclude_birth(Epoch{1}, kPatient));
  EXPECT_TRUE(take(3, answer(900, 0, 899))) << "no more than a claim";
  EXPECT_TRUE(guard.conclude_birth(Epoch{1}, kPatient));
}

TEST_F(Guard, WhoKnowsAFinalBlockOrHasNoRecordBearsNoBirthOut) {
  begin();
  EXPECT_TRUE(take(1, answer(0)));
  EXPECT_TRUE(take(2, answer(2, 0, 1)));
  EXPECT_TRUE(take(3, answer(std::nullopt)));
  EXPECT_FALSE(guard.conclude_birth(Epoch{1}, kPatient));
}

TEST_F(Guard, ALoneWitnessOfAnOwnVoteDelaysABirthAndCannotPreventIt) {
  begin();
  EXPECT_TRUE(take(1, answer(0)));
  EXPECT_TRUE(take(3, answer(1, 1)));
  EXPECT_FALSE(guard.conclude_birth(Epoch{1}, kPatient)) << "a witness is not counted itself";
  EXPECT_TRUE(take(2, answer(0)));
  EXPECT_FALSE(guard.conclude_birth(Epoch{1}, kHurried)) << "the others may bear it out";
  EXPECT_TRUE(guard.conclude_birth(Epoch{1}, kPatient));
}

TEST_F(Guard, AnHonestWitnessOfAnOwnVoteRulesABirthOut) {
  begin();
  EXPECT_TRUE(take(1, answer(0)));
  EXPECT_TRUE(take(2, answer(1, 1)));
  EXPECT_TRUE(take(3, answer(1, 1)));
  EXPECT_FALSE(guard.conclude_birth(Epoch{1}, BirthQuorum{3, 1, 1, true}));
}

TEST_F(Guard, ALostRecordIsNeverBorn) {
  ask_anew();
  for (std::uint16_t i = 1; i <= 3; ++i) {
    EXPECT_TRUE(take(i, answer(0)));
  }
  EXPECT_FALSE(guard.conclude_birth(Epoch{1}, kPatient));
}

TEST_F(Guard, AnUnprovenRecordMayVoteAsALostOne) {
  begin();
  for (std::uint16_t i = 1; i <= 3; ++i) {
    EXPECT_TRUE(take(i, answer(10U + i)));
  }
  const auto record = guard.conclude(Epoch{1}, kNeeded, kPlausible);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->vote_above, View{14});
}

TEST_F(Guard, ANewRecordVotesOnlyAboveTheHighestAnswerPlusOne) {
  ask_anew();
  EXPECT_EQ(guard.state(), RecordState::Asking);
  for (std::uint16_t i = 1; i <= 3; ++i) {
    EXPECT_TRUE(take(i, answer(10U + i)));
  }
  const auto record = guard.conclude(Epoch{1}, kNeeded, kPlausible);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->vote_above, View{14});
}

TEST_F(Guard, NeedsAnswersFromTwiceFPlusOneOthersThatHaveARecord) {
  ask_anew();
  EXPECT_TRUE(take(1, answer(5)));
  EXPECT_TRUE(take(2, answer(5)));
  EXPECT_TRUE(take(3, answer(std::nullopt)));
  EXPECT_FALSE(guard.conclude(Epoch{1}, kNeeded, kPlausible));
  EXPECT_TRUE(take(2, answer(6)));
  EXPECT_FALSE(guard.conclude(Epoch{1}, kNeeded, kPlausible)) << "one answerer counts once";
  EXPECT_TRUE(take(3, answer(1)));
  EXPECT_TRUE(guard.conclude(Epoch{1}, kNeeded, kPlausible));
}

TEST_F(Guard, AnAnswerThatNothingBearsOutDoesNotCount) {
  for (const std::uint64_t lie : {kPlausible.value() + 1, UINT64_MAX}) {
    ask_anew();
    EXPECT_TRUE(take(1, answer(5)));
    EXPECT_TRUE(take(2, answer(6)));
    EXPECT_TRUE(take(3, answer(lie)));
    EXPECT_FALSE(guard.conclude(Epoch{1}, kNeeded, kPlausible)) << lie;
    EXPECT_TRUE(take(3, answer(5, lie)));
    EXPECT_FALSE(guard.conclude(Epoch{1}, kNeeded, kPlausible)) << lie;
  }
  EXPECT_TRUE(take(3, answer(kPlausible.value() + 1)));
  const auto later = guard.conclude(Epoch{1}, kNeeded, next(kPlausible));
  ASSERT_TRUE(later) << "it has become plausible";
  EXPECT_EQ(later->vote_above, View{102});
}

TEST_F(Guard, TakesNoAnswerToAnotherQuestion) {
  ask_anew();
  for (const std::uint64_t nonce : {kNonce - 1, kNonce + 1}) {
    VotedViewResponse other = answer(5);
    other.nonce = nonce;
    EXPECT_FALSE(take(1, other));
  }
}

TEST_F(Guard, IsBorneOutByWhoKnowsOfNoLaterVote) {
  guard.restore(NewRecord{Epoch{1}, View{6}});
  EXPECT_TRUE(take(1, answer(9, 6), View{6}));
  EXPECT_TRUE(take(2, answer(9, 7), View{6}));
  EXPECT_EQ(guard.borne_out_by(), 1U) << "one knows a later vote";
  EXPECT_TRUE(take(3, answer(std::nullopt), View{6}));
  EXPECT_EQ(guard.borne_out_by(), 2U);
  EXPECT_TRUE(take(1, answer(9, 8), View{6}));
  EXPECT_EQ(guard.borne_out_by(), 1U) << "it has seen one meanwhile";
}

TEST_F(Guard, IsBorneOutInTheSessionThatIsUp) {
  guard.restore(NewRecord{Epoch{1}, View{6}});
  EXPECT_TRUE(take(1, answer(9, 6), View{6}));
  EXPECT_TRUE(take(2, answer(9, 6), View{6}));
  guard.end_session(ValidatorIndex{1});
  EXPECT_EQ(guard.borne_out_by(), 1U);
  EXPECT_FALSE(take(1, answer(9, 6), View{6})) << "asked in the session before";
  EXPECT_TRUE(take(3, answer(9, 6), View{6})) << "its session goes on";
  VotedViewResponse late = answer(9, 6);
  late.nonce = guard.nonce();
  EXPECT_TRUE(take(1, late, View{6}));
  EXPECT_EQ(guard.borne_out_by(), 3U);
}

TEST_F(Guard, ComparesWhatWasSaidBeforeItsRecordWasEstablished) {
  ask_anew();
  for (std::uint16_t i = 1; i <= 3; ++i) {
    EXPECT_TRUE(take(i, answer(5, 4)));
  }
  EXPECT_EQ(guard.borne_out_by(), 0U);
  guard.end_session(ValidatorIndex{3});
  guard.compare_again(View{6});
  EXPECT_EQ(guard.borne_out_by(), 2U) << "the third may have seen more since";
}

TEST_F(Guard, CountsPeersThatHaveSeenVotesItDoesNotKnow) {
  guard.restore(NewRecord{Epoch{1}, View{0}});
  EXPECT_TRUE(take(1, answer(9, 8)));
  EXPECT_TRUE(take(2, answer(9, 4)));
  EXPECT_EQ(guard.contradicting(View{4}), std::vector{ValidatorIndex{1}});
  EXPECT_TRUE(guard.contradicting(View{8}).empty());
}

}  // namespace
}  // namespace vitalstream::consensus
