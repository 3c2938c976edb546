// C15, the part of who asks: a new safety record, the look back, a disk that was put back.
#include <gtest/gtest.h>

#include "consensus/core/limits.hpp"
#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::index;
using testing::Script;
using testing::ScriptOptions;

// To the newest question: it commits, and tells this.
void tell(Script& script, std::uint16_t answerer, std::optional<View> own_highest,
          View floor = {}) {
  Answer answer = script.answer(answerer);
  answer.own_highest = own_highest;
  answer.floor = floor;
  script.give_answer(answerer, std::move(answer));
}

// The same, and it shows an own vote of the replica under test.
void show(Script& script, std::uint16_t answerer, const VoteSubject& subject) {
  Answer answer = script.answer(answerer);
  answer.shown = {script.chain.vote(subject, index(0))};
  script.give_answer(answerer, std::move(answer));
}

VoteSubject nullify(std::uint64_t view) { return make_nullify(Epoch{1}, View{view}); }

ScriptOptions with(std::vector<JournalRecord> journal) {
  ScriptOptions options;
  options.journal = std::move(journal);
  options.others_answer = false;
  return options;
}

ScriptOptions unproven() { return with({NewRecord{Epoch{1}, View{0}}}); }

bool votes(Script& script) {
  const View view = script.status().view;
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  script.pass(seconds(1));
  return script.said(VoteKind::Nullify, view);
}

TEST(Asking, WithoutARecordNothingIsSigned) {
  Script script(with({}));
  script.start();
  EXPECT_EQ(script.status().record, RecordState::Missing);
  script.propose(script.chain.block(script.chain.anchor(), View{1}), View{1}, View{0});
  EXPECT_FALSE(votes(script));
  EXPECT_TRUE(script.all<SignVote>().empty());
}

TEST(Asking, ANewRecordVotesAboveTheHighestAnswerPlusOneAndNowhereBelow) {
  Script script(with({NewRecord{Epoch{1}, std::nullopt}}));
  script.start();
  for (const std::uint16_t peer : testing::kOthers) {
    EXPECT_EQ(script.status().record, RecordState::Asking);
    tell(script, peer, View{1U + peer});
  }
  EXPECT_EQ(script.status().record, RecordState::Established);
  EXPECT_EQ(script.status().vote_above, View{5});
  EXPECT_FALSE(votes(script)) << "view 1";
  script.certificate(make_nullify(Epoch{1}, View{5}));
  EXPECT_TRUE(votes(script)) << "view 6";
}

TEST(Asking, TheRightToVoteIsRecordedBeforeTheFirstVote) {
  Script script(with({NewRecord{Epoch{1}, std::nullopt}}));
  script.start();
  for (const std::uint16_t peer : testing::kOthers) {
    tell(script, peer, View{0});
  }
  script.certificate(make_nullify(Epoch{1}, View{1}));
  ASSERT_TRUE(votes(script));
  Script again(with(script.journal()));
  again.start();
  EXPECT_EQ(again.status().record, RecordState::Established);
  EXPECT_EQ(again.status().vote_above, View{1});
}

TEST(Asking, AnAnswererWithoutARecordDoesNotCount) {
  Script script(with({NewRecord{Epoch{1}, std::nullopt}}));
  script.start();
  tell(script, 1, View{2});
  tell(script, 2, View{2});
  tell(script, 3, std::nullopt);
  EXPECT_EQ(script.status().record, RecordState::Asking);
}

// Next after the highest number is the lowest: to believe it would allow every vote again.
TEST(Asking, ALieAboutLaterViewsNeitherShutsOutNorLetsIn) {
  for (const std::uint64_t lie : {std::uint64_t{1'000'000}, UINT64_MAX}) {
    Script script(with({NewRecord{Epoch{1}, std::nullopt}}));
    script.start();
    tell(script, 1, View{3});
    tell(script, 2, View{4});
    tell(script, 3, View{lie});
    EXPECT_EQ(script.status().record, RecordState::Asking) << lie;
    EXPECT_FALSE(votes(script));
    tell(script, 3, View{4});
    EXPECT_EQ(script.status().vote_above, View{5});
  }
}

TEST(Asking, AnHonestAnswerCountsOnceItsViewHasBeenShown) {
  Script script(with({NewRecord{Epoch{1}, std::nullopt}}));
  script.start();
  for (const std::uint16_t peer : testing::kOthers) {
    tell(script, peer, View{500});
  }
  EXPECT_EQ(script.status().record, RecordState::Asking);
  script.certificate(make_nullify(Epoch{1}, View{499}));
  EXPECT_EQ(script.status().view, View{500});
  script.pass(milliseconds(500));
  EXPECT_EQ(script.status().vote_above, View{501});
}

const std::vector<JournalRecord> kProven = {NewRecord{Epoch{1}, View{0}},
                                            NewRecord{Epoch{1}, View{0}}};

TEST(Asking, AnEmptyRecordSignsNothingBeforeTheOthersHaveAnswered) {
  Script script(unproven());
  script.start();
  EXPECT_EQ(script.status().record, RecordState::Unproven);
  tell(script, 1, View{0});
  script.propose(script.chain.block(script.chain.anchor(), View{1}), View{1}, View{0});
  EXPECT_FALSE(votes(script));
  EXPECT_TRUE(script.all<SignVote>().empty());
  EXPECT_GT(script.statements<Question>().size(), 2U) << "it goes on asking";
}

TEST(Asking, AtTheBirthOfANetworkItVotesInTheFirstView) {
  Script script(unproven());
  script.start();
  for (const std::uint16_t peer : testing::kOthers) {
    tell(script, peer, View{peer % 2U});
  }
  EXPECT_EQ(script.status().record, RecordState::Established);
  EXPECT_TRUE(votes(script)) << "view 1";
  Script again(with(script.journal()));
  again.start();
  EXPECT_EQ(again.status().record, RecordState::Established);
}

TEST(Asking, AFinalBlockShowsThatNothingIsBeingBorn) {
  Script script(unproven());
  script.start();
  script.finalize(script.anchor(), View{1});
  tell(script, 1, View{0});
  tell(script, 2, View{1});
  script.pass(seconds(2));
  EXPECT_EQ(script.status().record, RecordState::Unproven);
  tell(script, 3, View{40});
  EXPECT_EQ(script.status().record, RecordState::Established);
  EXPECT_EQ(script.status().vote_above, View{41});
}

// Of a newborn network that loses a view or two; to shut more than f out of one would end it.
TEST(Asking, BeforeTheFirstFinalBlockItVotesInTheViewThatTheOthersAreIn) {
  Script script(unproven());
  script.start();
  script.certificate(make_nullify(Epoch{1}, View{1}));
  for (const std::uint16_t peer : testing::kOthers) {
    tell(script, peer, View{2});
  }
  EXPECT_EQ(script.status().vote_above, View{0});
  EXPECT_EQ(script.status().view, View{2});
  EXPECT_TRUE(votes(script));
}

TEST(Asking, ALoneValidatorIsBornAtOnce) {
  ScriptOptions options = unproven();
  options.validators = 1;
  Script script(options);
  script.start();
  EXPECT_EQ(script.status().record, RecordState::Established);
}

TEST(Asking, GoesOnEveryPeriodForEver) {
  Script script;
  script.start();
  ASSERT_EQ(script.statements<Question>().size(), 1U);
  script.pass(seconds(5));
  EXPECT_EQ(script.statements<Question>().size(), 11U);
  EXPECT_EQ(script.question().number, 11U);
}

TEST(Asking, AnEstablishedRecordSignsNothingBeforeEnoughCommit) {
  Script script(with(kProven));
  script.start();
  EXPECT_EQ(script.status().record, RecordState::Established);
  EXPECT_TRUE(script.status().looking_back);
  script.commit({1});
  EXPECT_FALSE(votes(script)) << "two others are needed";
  EXPECT_TRUE(script.all<SignVote>().empty());
  script.commit({1, 2});
  EXPECT_FALSE(script.status().looking_back);
  EXPECT_TRUE(votes(script));
}

TEST(Asking, AnAnswerThatDoesNotCommitGivesNoRight) {
  Script script(with(kProven));
  script.start();
  script.commit({1});
  Answer refusal = script.answer(2);
  refusal.commits = false;
  script.give_answer(2, refusal);
  EXPECT_TRUE(script.status().looking_back);
}

TEST(Asking, TheRightEndsWithTheTimeOfTheCommitments) {
  Script script(with(kProven));
  script.start();
  script.commit({1, 2});
  script.pass(milliseconds(1'999));
  EXPECT_FALSE(script.status().looking_back);
  script.pass(milliseconds(1));
  EXPECT_TRUE(script.status().looking_back);
  EXPECT_TRUE(script.status().has_looked_back);
  script.clear();
  script.propose(script.chain.block(script.chain.anchor(), View{1}), View{1}, View{0});
  EXPECT_TRUE(script.all<SignVote>().empty());
}

// Time runs from the question: an answer may have been on its way for long.
TEST(Asking, AnAnswerCountsFromWhenItsQuestionWasAsked) {
  Script script(with(kProven));
  script.start();
  const Answer one = script.answer(1);
  const Answer two = script.answer(2);
  script.pass(milliseconds(1'999));
  script.give_answer(1, one);
  script.give_answer(2, two);
  EXPECT_FALSE(script.status().looking_back);
  script.pass(milliseconds(1));
  EXPECT_TRUE(script.status().looking_back);
  script.give_answer(1, one);
  script.give_answer(2, two);
  EXPECT_TRUE(script.status().looking_back) << "too old to count";
}

TEST(Asking, VotesThatMayNotHaveLeftWaitForTheRightAndAreSaidWhenItComesBack) {
  const VoteSubject cast = nullify(1);
  std::vector<JournalRecord> journal = kProven;
  journal.emplace_back(CastVote{cast});
  Script script(with(journal));
  script.start();
  EXPECT_FALSE(script.asked_to_sign(cast));
  script.commit({1, 2});
  EXPECT_TRUE(script.said(cast));
  script.pass(seconds(3));
  EXPECT_TRUE(script.status().looking_back);
  script.clear();
  script.pass(seconds(3));
  script.give(PeerConnected{index(1)});
  EXPECT_FALSE(script.said(cast));
  EXPECT_TRUE(script.sent<Vote>().empty());
  script.commit({1, 2});
  EXPECT_TRUE(script.said(cast));
}

TEST(Asking, OneOwnVoteBeyondTheRecordRevokesItAndIsRecorded) {
  Script script;
  script.start();
  script.clear();
  show(script, 1, nullify(8));
  EXPECT_EQ(script.status().record, RecordState::Revoked);
  const auto halts = script.all<Halt>();
  ASSERT_EQ(halts.size(), 1U);
  EXPECT_EQ(halts[0].kind, HaltKind::Revoked);
  EXPECT_TRUE(std::holds_alternative<Halt>(script.effects.front())) << "before all of its step";
  EXPECT_NE(halts[0].reason.find(script.chain.set().at(index(1)).name), std::string::npos);
  EXPECT_EQ(script.status().revoked_for, halts[0].reason);
  EXPECT_FALSE(votes(script));
  EXPECT_EQ(script.statements<Over>().size(), 1U);
  const std::size_t asked = script.statements<Question>().size();
  script.pass(seconds(5));
  EXPECT_EQ(script.statements<Question>().size(), asked) << "it never asks again";
}

TEST(Asking, AnOwnVoteInARememberedViewThatTheRecordLacksHalts) {
  Script script;
  script.start();
  script.nullify(View{1}, {1, 2, 3});
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  script.pass(seconds(1));
  ASSERT_TRUE(script.said(VoteKind::Nullify, View{2}));
  show(script, 1, nullify(2));
  EXPECT_FALSE(script.status().halt_reason) << "that one it has cast";
  script.pass(milliseconds(600));
  show(script, 1,
       make_notarize(Epoch{1}, View{1}, View{0}, testing::sample_digest<BlockDigest>(0x42)));
  ASSERT_TRUE(script.status().halt_reason);
  EXPECT_EQ(script.all<Halt>()[0].kind, HaltKind::Halted);
  EXPECT_EQ(script.statements<Over>().size(), 1U);
}

TEST(Asking, WhatIsShownWithoutAValidSignatureCountsForNothing) {
  Script script(with(kProven));
  script.start();
  Answer forged = script.answer(1);
  forged.shown = {{nullify(8), index(0), Bytes(64, 1)}};
  script.give(StatementArrived{index(1), script.process(1).sign(forged)});
  EXPECT_EQ(script.status().record, RecordState::Established);
  EXPECT_EQ(script.status().committed_by, 0U);
  EXPECT_EQ(script.all<CutPeer>().size(), 1U);
}

TEST(Asking, OneValidatorThatNeverComesUpDelaysABirthAndDoesNotPreventIt) {
  Script script(unproven());
  script.start();
  tell(script, 1, View{0});
  tell(script, 2, View{0});
  EXPECT_EQ(script.status().record, RecordState::Unproven);
  script.pass(milliseconds(2'000));
  EXPECT_EQ(script.status().record, RecordState::Established);
  script.commit({1, 2});
  EXPECT_TRUE(votes(script));
}

TEST(Asking, AClaimOfLaterViewsShutsNobodyOut) {
  Script script(unproven());
  script.start();
  tell(script, 3, View{1'000'000}, View{999'999});
  tell(script, 1, View{0});
  tell(script, 2, View{0});
  EXPECT_EQ(script.status().record, RecordState::Unproven);
  script.pass(milliseconds(2'000));
  EXPECT_EQ(script.status().vote_above, View{0});
  script.commit({1, 2});
  EXPECT_TRUE(votes(script));
}

TEST(Asking, OneShownOwnVoteForbidsABirthAndIsToldToTheOperatorOnce) {
  Script script(unproven());
  script.start();
  show(script, 3, nullify(1));
  tell(script, 1, View{0});
  tell(script, 2, View{0});
  script.pass(seconds(60));
  show(script, 3, nullify(1));
  EXPECT_EQ(script.status().record, RecordState::Unproven);
  EXPECT_EQ(script.all<Alarm>().size(), 1U);
}

TEST(Asking, AHaltThatNoOperatorHasLiftedLastsOverARestart) {
  ScriptOptions options;
  options.halt = Halt{HaltKind::Revoked, "a second process"};
  Script script(options);
  script.start();
  EXPECT_EQ(script.status().revoked_for, "a second process");
  EXPECT_FALSE(script.status().halt_reason) << "it follows the others";
  EXPECT_TRUE(script.statements<Question>().empty());
  EXPECT_EQ(script.statements<Over>().size(), 1U);
  script.finalize(script.anchor(), View{1});
  EXPECT_EQ(script.status().final_view, View{1});
  EXPECT_TRUE(script.all<SignVote>().empty());
}

}  // namespace
}  // namespace vitalstream::consensus
