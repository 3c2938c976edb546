// C15: a new safety record, and a disk that was put back.
#include <gtest/gtest.h>

#include "consensus/core/limits.hpp"
#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::index;
using testing::Script;
using testing::ScriptOptions;

VotedViewResponse answer(const Script& script, std::optional<View> own_highest, View seen = {},
                         View final = {}) {
  return {Epoch{1}, script.broadcasts<VotedViewRequest>().at(0).nonce, own_highest, seen, final};
}

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

TEST(OnVotedView, WithoutARecordNothingIsSigned) {
  Script script(with({}));
  script.start();
  EXPECT_EQ(script.status().record, RecordState::Missing);
  script.propose(script.chain.block(script.chain.anchor(), View{1}), View{1}, View{0});
  EXPECT_FALSE(votes(script));
  EXPECT_TRUE(script.all<SignVote>().empty());
}

TEST(OnVotedView, ANewRecordAsksAllOthersUntilTheyAnswer) {
  Script script(with({NewRecord{Epoch{1}, std::nullopt}}));
  script.start();
  EXPECT_EQ(script.broadcasts<VotedViewRequest>().size(), 1U);
  script.pass(milliseconds(250));
  EXPECT_EQ(script.broadcasts<VotedViewRequest>().size(), 2U);
  EXPECT_FALSE(votes(script));
}

TEST(OnVotedView, ANewRecordVotesAboveTheHighestAnswerPlusOneAndNowhereBelow) {
  Script script(with({NewRecord{Epoch{1}, std::nullopt}}));
  script.start();
  for (const std::uint16_t peer : testing::kOthers) {
    EXPECT_EQ(script.status().record, RecordState::Asking);
    script.give(VotedViewArrived{index(peer), answer(script, View{1U + peer})});
  }
  EXPECT_EQ(script.status().record, RecordState::Established);
  EXPECT_EQ(script.status().vote_above, View{5});
  EXPECT_FALSE(votes(script)) << "view 1";
  script.certificate(make_nullify(Epoch{1}, View{5}));
  EXPECT_TRUE(votes(script)) << "view 6";
}

TEST(OnVotedView, TheRightToVoteIsRecordedBeforeTheFirstVote) {
  Script script(with({NewRecord{Epoch{1}, std::nullopt}}));
  script.start();
  for (const std::uint16_t peer : testing::kOthers) {
    script.give(VotedViewArrived{index(peer), answer(script, View{0})});
  }
  script.certificate(make_nullify(Epoch{1}, View{1}));
  ASSERT_TRUE(votes(script));
  Script again(with(script.journal()));
  again.start();
  EXPECT_EQ(again.status().record, RecordState::Established);
  EXPECT_EQ(again.status().vote_above, View{1});
}

TEST(OnVotedView, AnAnswererWithoutARecordDoesNotCount) {
  Script script(with({NewRecord{Epoch{1}, std::nullopt}}));
  script.start();
  script.give(VotedViewArrived{index(1), answer(script, View{2})});
  script.give(VotedViewArrived{index(2), answer(script, View{2})});
  script.give(VotedViewArrived{index(3), answer(script, std::nullopt)});
  EXPECT_EQ(script.status().record, RecordState::Asking);
}

// Next after the highest number is the lowest: to believe it would allow every vote again.
TEST(OnVotedView, ALieAboutLaterViewsNeitherShutsOutNorLetsIn) {
  for (const std::uint64_t lie : {std::uint64_t{1'000'000}, UINT64_MAX}) {
    Script script(with({NewRecord{Epoch{1}, std::nullopt}}));
    script.start();
    script.give(VotedViewArrived{index(1), answer(script, View{3})});
    script.give(VotedViewArrived{index(2), answer(script, View{4})});
    script.give(VotedViewArrived{index(3), answer(script, View{lie})});
    EXPECT_EQ(script.status().record, RecordState::Asking) << lie;
    EXPECT_FALSE(votes(script));
    script.give(VotedViewArrived{index(3), answer(script, View{4})});
    EXPECT_EQ(script.status().vote_above, View{5});
  }
}

TEST(OnVotedView, AnHonestAnswerCountsOnceItsViewHasBeenShown) {
  Script script(with({NewRecord{Epoch{1}, std::nullopt}}));
  script.start();
  for (const std::uint16_t peer : testing::kOthers) {
    script.give(VotedViewArrived{index(peer), answer(script, View{500})});
  }
  EXPECT_EQ(script.status().record, RecordState::Asking);
  script.certificate(make_nullify(Epoch{1}, View{499}));
  EXPECT_EQ(script.status().view, View{500});
  script.pass(milliseconds(250));
  EXPECT_EQ(script.status().vote_above, View{501});
}

const std::vector<JournalRecord> kProven = {NewRecord{Epoch{1}, View{0}},
                                            NewRecord{Epoch{1}, View{0}}};

TEST(OnVotedView, AnEstablishedRecordSignsNothingBeforeItHasLookedBack) {
  Script script(with(kProven));
  script.start();
  EXPECT_EQ(script.status().record, RecordState::Established);
  EXPECT_TRUE(script.status().looking_back);
  script.give(VotedViewArrived{index(1), answer(script, View{0})});
  EXPECT_FALSE(votes(script)) << "two others are needed";
  EXPECT_TRUE(script.all<SignVote>().empty());
  EXPECT_GT(script.broadcasts<VotedViewRequest>().size(), 2U) << "it goes on asking";
  script.give(VotedViewArrived{index(2), answer(script, View{0})});
  EXPECT_FALSE(script.status().looking_back);
  EXPECT_TRUE(votes(script));
}

TEST(OnVotedView, AnAnswererThatKnowsALaterOwnVoteEndsNoLookBack) {
  Script script(with(kProven));
  script.start();
  script.give(VotedViewArrived{index(1), answer(script, View{9}, View{8})});
  script.give(VotedViewArrived{index(3), answer(script, View{0})});
  EXPECT_FALSE(votes(script));
  EXPECT_EQ(script.status().contradicted_by, 1U);
  script.give(VotedViewArrived{index(2), answer(script, View{0})});
  EXPECT_EQ(script.status().record, RecordState::Established) << "one may lie";
  EXPECT_TRUE(votes(script));
}

TEST(OnVotedView, VotesThatMayNotHaveLeftWaitForTheLookBack) {
  const VoteSubject cast = make_nullify(Epoch{1}, View{1});
  std::vector<JournalRecord> journal = kProven;
  journal.emplace_back(CastVote{cast});
  Script script(with(journal));
  script.start();
  EXPECT_FALSE(script.asked_to_sign(cast));
  script.give(VotedViewArrived{index(1), answer(script, View{1}, View{1})});
  script.give(VotedViewArrived{index(2), answer(script, View{1})});
  EXPECT_TRUE(script.said(cast));
}

// C15: as soon as a second process can have the sessions, this one signs nothing more.
TEST(OnVotedView, TheRightToVoteEndsWithTheSessions) {
  Script script;
  script.start();
  EXPECT_FALSE(script.status().looking_back);
  script.give(PeerDisconnected{index(1)});
  EXPECT_FALSE(script.status().looking_back) << "two others are enough";
  script.give(PeerDisconnected{index(2)});
  EXPECT_TRUE(script.status().looking_back);
  EXPECT_TRUE(script.status().has_looked_back);
  script.propose(script.chain.block(script.chain.anchor(), View{1}), View{1}, View{0});
  EXPECT_TRUE(script.all<SignVote>().empty());
  script.give(VotedViewArrived{index(1), answer(script, View{0})});
  EXPECT_TRUE(script.status().looking_back) << "it answers what it was asked in the session before";
  script.pass(milliseconds(250));
  EXPECT_FALSE(script.status().looking_back) << "it asks again, and all answer";
  EXPECT_FALSE(script.all<SignVote>().empty());
}

TEST(OnVotedView, VotesAreSaidAgainWhenTheRightComesBack) {
  ScriptOptions options;
  Script script(options);
  script.start();
  script.nullify(View{1}, {1, 2});
  script.pass(seconds(1));
  const View view = script.status().view;
  for (const std::uint16_t peer : testing::kOthers) {
    script.give(PeerDisconnected{index(peer)});
  }
  script.clear();
  script.give(PeerConnected{index(1)});
  EXPECT_TRUE(script.sent<Vote>().empty()) << "it may have heard another self meanwhile";
  EXPECT_EQ(script.status().view, view);
  script.pass(milliseconds(250));
  EXPECT_FALSE(script.status().looking_back);
}

TEST(OnVotedView, AWitnessOfForgottenVotesIsNamedOnce) {
  Script script;
  script.start();
  for (std::uint64_t seen = 8; seen < 20; ++seen) {
    script.give(VotedViewArrived{index(1), answer(script, View{9}, View{seen})});
  }
  ASSERT_EQ(script.all<Alarm>().size(), 1U);
  EXPECT_NE(script.all<Alarm>()[0].text.find(script.chain.set().at(index(1)).name),
            std::string::npos);
}

TEST(OnVotedView, TellsOthersHowFarItHasVotedAndWhatItHasSeenOfThem) {
  Script script;
  script.start();
  script.propose(script.chain.block(script.chain.anchor(), View{1}), View{1}, View{0});
  script.nullify(View{7}, {3});
  script.clear();
  script.give(VotedViewRequested{index(3), VotedViewRequest{Epoch{1}, 99}});
  const auto answers = script.sent<VotedViewResponse>();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].nonce, 99U);
  EXPECT_EQ(answers[0].own_highest, View{1});
  EXPECT_EQ(answers[0].seen_of_asker, View{7});
  EXPECT_EQ(answers[0].highest_final, View{0});
  script.finalize(script.anchor(), View{1});
  script.give(VotedViewRequested{index(3), VotedViewRequest{Epoch{1}, 99}});
  EXPECT_EQ(script.sent<VotedViewResponse>().back().highest_final, View{1});
}

// C14: nobody echoes a validator's own votes to it; in these it would find what it never cast.
TEST(OnVotedView, WhoAsksIsShownTheNewestDecisions) {
  Script script;
  script.start();
  const auto final_block = script.finalize(script.anchor(), View{1});
  script.certify(final_block, View{2});
  script.clear();
  script.give(VotedViewRequested{index(3), VotedViewRequest{Epoch{1}, 99}});
  const auto shown = script.sent<Certificate>();
  ASSERT_EQ(shown.size(), 2U);
  EXPECT_EQ(shown[0].subject.kind, VoteKind::Notarize);
  EXPECT_EQ(shown[0].subject.view, View{2});
  EXPECT_EQ(shown[1].subject.kind, VoteKind::Finalize);
  EXPECT_EQ(shown[1].subject.view, View{1});
}

TEST(OnVotedView, WithoutARecordItTellsNothingOfItself) {
  Script script(with({}));
  script.start();
  script.give(VotedViewRequested{index(3), VotedViewRequest{Epoch{1}, 99}});
  ASSERT_EQ(script.sent<VotedViewResponse>().size(), 1U);
  EXPECT_FALSE(script.sent<VotedViewResponse>()[0].own_highest);
}

TEST(OnVotedView, FPlusOnePeersThatSawALaterVoteStopTheSigning) {
  Script script;
  script.start();
  script.give(VotedViewArrived{index(1), answer(script, View{9}, View{8})});
  EXPECT_EQ(script.all<Alarm>().size(), 1U);
  EXPECT_EQ(script.status().record, RecordState::Established) << "one may lie";
  script.give(VotedViewArrived{index(2), answer(script, View{9}, View{8})});
  EXPECT_EQ(script.status().record, RecordState::Revoked);
  EXPECT_EQ(script.all<Halt>().size(), 1U) << "it lasts";
  EXPECT_FALSE(votes(script));
}

TEST(OnVotedView, AnEmptyRecordSignsNothingBeforeTheOthersHaveAnswered) {
  Script script(unproven());
  script.start();
  EXPECT_EQ(script.status().record, RecordState::Unproven);
  script.give(VotedViewArrived{index(1), answer(script, View{0})});
  script.propose(script.chain.block(script.chain.anchor(), View{1}), View{1}, View{0});
  EXPECT_FALSE(votes(script));
  EXPECT_TRUE(script.all<SignVote>().empty());
  EXPECT_GT(script.broadcasts<VotedViewRequest>().size(), 2U) << "it goes on asking";
}

TEST(OnVotedView, AtTheBirthOfANetworkItVotesInTheFirstView) {
  Script script(unproven());
  script.start();
  for (const std::uint16_t peer : testing::kOthers) {
    script.give(VotedViewArrived{index(peer), answer(script, View{peer % 2U})});
  }
  EXPECT_EQ(script.status().record, RecordState::Established);
  EXPECT_TRUE(votes(script)) << "view 1";
  Script again(with(script.journal()));
  again.start();
  EXPECT_EQ(again.status().record, RecordState::Established);
}

TEST(OnVotedView, OneValidatorThatNeverComesUpDelaysABirthAndDoesNotPreventIt) {
  Script script(unproven());
  script.start();
  script.give(VotedViewArrived{index(1), answer(script, View{0})});
  script.give(VotedViewArrived{index(2), answer(script, View{0})});
  EXPECT_EQ(script.status().record, RecordState::Unproven);
  script.pass(milliseconds(1'000));
  EXPECT_EQ(script.status().record, RecordState::Established);
  EXPECT_TRUE(votes(script));
}

TEST(OnVotedView, AFinalBlockShowsThatNothingIsBeingBorn) {
  Script script(unproven());
  script.start();
  script.finalize(script.anchor(), View{1});
  script.give(VotedViewArrived{index(1), answer(script, View{0})});
  script.give(VotedViewArrived{index(2), answer(script, View{1})});
  script.pass(seconds(2));
  EXPECT_EQ(script.status().record, RecordState::Unproven);
  script.give(VotedViewArrived{index(3), answer(script, View{40})});
  EXPECT_EQ(script.status().record, RecordState::Established);
  EXPECT_EQ(script.status().vote_above, View{41});
}

// Of a newborn network that loses a view or two; to shut more than f out of one would end it.
TEST(OnVotedView, BeforeTheFirstFinalBlockItVotesInTheViewThatTheOthersAreIn) {
  Script script(unproven());
  script.start();
  script.certificate(make_nullify(Epoch{1}, View{1}));
  for (const std::uint16_t peer : testing::kOthers) {
    script.give(VotedViewArrived{index(peer), answer(script, View{2})});
  }
  EXPECT_EQ(script.status().vote_above, View{0});
  EXPECT_EQ(script.status().view, View{2});
  EXPECT_TRUE(votes(script));
}

TEST(OnVotedView, AClaimOfLaterViewsShutsNobodyOut) {
  Script script(unproven());
  script.start();
  script.give(VotedViewArrived{index(3), answer(script, View{1'000'000}, {}, View{999'999})});
  script.give(VotedViewArrived{index(1), answer(script, View{0})});
  script.give(VotedViewArrived{index(2), answer(script, View{0})});
  EXPECT_EQ(script.status().record, RecordState::Unproven);
  script.pass(milliseconds(1'000));
  EXPECT_EQ(script.status().vote_above, View{0});
  EXPECT_TRUE(votes(script));
}

TEST(OnVotedView, AnHonestWitnessOfAForgottenVoteStopsAnEmptyRecordAndIsToldToTheOperator) {
  Script script(unproven());
  script.start();
  script.give(VotedViewArrived{index(3), answer(script, View{1}, View{1})});
  script.give(VotedViewArrived{index(1), answer(script, View{1}, View{1})});
  script.give(VotedViewArrived{index(2), answer(script, View{0})});
  script.pass(seconds(60));
  EXPECT_FALSE(votes(script));
  EXPECT_FALSE(script.all<Alarm>().empty());
}

TEST(OnVotedView, ALoneFalseWitnessDoesNotKeepAnEmptyRecordFromVoting) {
  Script script(unproven());
  script.start();
  script.give(VotedViewArrived{index(3), answer(script, View{900}, View{900})});
  script.give(VotedViewArrived{index(1), answer(script, View{0})});
  script.give(VotedViewArrived{index(2), answer(script, View{0})});
  EXPECT_EQ(script.status().record, RecordState::Unproven) << "the others may bear it out";
  script.pass(seconds(60));
  EXPECT_EQ(script.status().record, RecordState::Established);
}

TEST(OnVotedView, ALoneValidatorIsBornAtOnce) {
  ScriptOptions options = unproven();
  options.validators = 1;
  Script script(options);
  script.start();
  EXPECT_EQ(script.status().record, RecordState::Established);
}

TEST(OnVotedView, AnUnprovenRecordAnswersThatItHasNotVoted) {
  Script script(unproven());
  script.start();
  script.give(VotedViewRequested{index(3), VotedViewRequest{Epoch{1}, 99}});
  ASSERT_EQ(script.sent<VotedViewResponse>().size(), 1U);
  EXPECT_EQ(script.sent<VotedViewResponse>()[0].own_highest, View{0});
}

TEST(OnVotedView, AnAnswerToAnotherQuestionIsIgnored) {
  Script script(with({NewRecord{Epoch{1}, std::nullopt}}));
  script.start();
  for (const std::uint16_t peer : testing::kOthers) {
    VotedViewResponse stale = answer(script, View{1});
    ++stale.nonce;
    script.give(VotedViewArrived{index(peer), stale});
  }
  EXPECT_EQ(script.status().record, RecordState::Asking);
}

TEST(OnVotedView, OneWhoAsksWithoutEndIsAnsweredButNotShownCertificatesWithoutEnd) {
  Script script;
  script.start();
  static_cast<void>(script.finalize(script.anchor(), View{1}));
  script.clear();
  constexpr std::size_t kQuestions = 1'000;
  for (std::size_t question = 0; question < kQuestions; ++question) {
    script.give(VotedViewRequested{index(3), VotedViewRequest{Epoch{1}, question}});
  }
  EXPECT_EQ(script.sent<VotedViewResponse>().size(), kQuestions);
  EXPECT_LE(script.sent<Certificate>().size(), kCertificatesPerRetryMax + 1);
  EXPECT_GE(script.sent<Certificate>().size(), kCertificatesPerRetryMax);
}

}  // namespace
}  // namespace vitalstream::consensus
