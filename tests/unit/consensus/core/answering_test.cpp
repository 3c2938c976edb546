// C15, the part of who is asked: commitments, what is told and shown, what is passed on.
#include <gtest/gtest.h>

#include <algorithm>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::AProcess;
using testing::index;
using testing::Script;
using testing::ScriptOptions;

VoteSubject nullify(std::uint64_t view) { return make_nullify(Epoch{1}, View{view}); }

struct AnsweringWith : ::testing::Test {
  explicit AnsweringWith(ScriptOptions options) : script(std::move(options)) { script.start(); }
  Script script;

  // What is said to this question.
  Answer asked(const AProcess& process, const Question& question) {
    script.clear();
    script.give(process.verified(question));
    const auto answers = script.statements<Answer>();
    EXPECT_EQ(answers.size(), 1U);
    return answers.empty() ? Answer{} : answers[0];
  }
  AProcess second_of(std::uint16_t number) { return {script.chain, index(number), 2}; }
  // It has the commitment after this.
  Answer get_commitment(const AProcess& process, std::uint64_t number = 1) {
    const Mark mark = asked(process, process.question(number)).mark;
    return asked(process, process.question(number + 1, mark));
  }
  std::size_t recorded() const {
    std::size_t count = 0;
    for (const Persist& persist : script.all<Persist>()) {
      count += static_cast<std::size_t>(
          std::ranges::count_if(persist.records, [](const JournalRecord& record) {
            return std::holds_alternative<GivenCommitment>(record);
          }));
    }
    return count;
  }
};

struct Answering : AnsweringWith {
  Answering() : AnsweringWith(ScriptOptions{}) {}
};

struct AnsweringBesideANewRecord : AnsweringWith {
  AnsweringBesideANewRecord() : AnsweringWith(options()) {}
  static ScriptOptions options() {
    ScriptOptions options;
    options.journal = {NewRecord{Epoch{1}, std::nullopt}, NewRecord{Epoch{1}, View{7}}};
    return options;
  }
};

struct AnsweringUnproven : AnsweringWith {
  AnsweringUnproven() : AnsweringWith(options()) {}
  static ScriptOptions options() {
    ScriptOptions options;
    options.journal = {NewRecord{Epoch{1}, View{0}}};
    options.others_answer = false;
    return options;
  }
};

TEST_F(Answering, TheFirstAnswerBringsAMarkAndTheNextCommits) {
  const AProcess process = script.process(3);
  const Answer first = asked(process, process.question(1));
  EXPECT_FALSE(first.commits);
  EXPECT_EQ(first.asker, index(3));
  EXPECT_EQ(first.asked_by, process.digest());
  EXPECT_EQ(first.number, 1U);
  const Answer second = asked(process, process.question(2, first.mark));
  EXPECT_TRUE(second.commits);
  EXPECT_NE(second.mark, first.mark) << "a new one at each commitment";
}

TEST_F(Answering, ACommitmentToAnotherProcessIsRecordedBeforeItIsSaid) {
  const AProcess process = script.process(3);
  const Answer given = get_commitment(process);
  ASSERT_TRUE(given.commits);
  EXPECT_EQ(recorded(), 1U);
  EXPECT_TRUE(std::holds_alternative<Persist>(script.effects.front()));
  EXPECT_TRUE(asked(process, process.question(3, given.mark)).commits);
  EXPECT_EQ(recorded(), 0U) << "it is the same one";
}

TEST_F(Answering, ASecondProcessGetsNothingForTheTimeOfTheFirst) {
  ASSERT_TRUE(get_commitment(script.process(3)).commits);
  const AProcess second = second_of(3);
  const Answer refused = get_commitment(second);
  EXPECT_FALSE(refused.commits);
  script.pass(seconds(3));
  EXPECT_TRUE(asked(second, second.question(3, refused.mark)).commits);
}

TEST_F(Answering, AfterARestartTheOwnStartCountsAsTheLatestCommitment) {
  ASSERT_TRUE(get_commitment(script.process(3)).commits);
  script.restart();
  const AProcess second = second_of(3);
  const Answer refused = get_commitment(second);
  EXPECT_FALSE(refused.commits);
  script.pass(seconds(3));
  EXPECT_TRUE(asked(second, second.question(3, refused.mark)).commits);
}

// What the lost record had promised is not over yet, however often the new one is restarted.
TEST_F(AnsweringBesideANewRecord, NobodyGetsAnythingForTheTimeOfWhatWasLost) {
  ASSERT_EQ(script.status().record, RecordState::Established);
  const AProcess process = script.process(3);
  const Answer refused = get_commitment(process);
  EXPECT_FALSE(refused.commits);
  script.pass(seconds(3));
  EXPECT_TRUE(asked(process, process.question(3, refused.mark)).commits);
}

TEST_F(AnsweringUnproven, ItCommitsToNobodyBeforeTheOthersSayThatNothingWasLost) {
  const AProcess process = script.process(3);
  const Answer refused = get_commitment(process);
  EXPECT_FALSE(refused.commits);
  for (const std::uint16_t peer : testing::kOthers) {
    Answer answer = script.answer(peer);
    answer.own_highest = View{0};
    script.give_answer(peer, std::move(answer));
  }
  ASSERT_EQ(script.status().record, RecordState::Established) << "a birth";
  EXPECT_TRUE(asked(process, process.question(3, refused.mark)).commits);
}

TEST_F(Answering, WhoIsOverLeavesTheCommitmentToTheNextAtOnce) {
  ASSERT_TRUE(get_commitment(script.process(3)).commits);
  script.give(script.process(3).over());
  EXPECT_TRUE(get_commitment(second_of(3)).commits);
}

TEST_F(Answering, AQuestionThatCameByAnotherWayIsAnsweredTheSame) {
  const AProcess process = script.process(3);
  const Answer first = asked(process, process.question(1));
  script.clear();
  StatementVerified passed_on = process.verified(process.question(1));
  passed_on.from = index(1);
  script.give(passed_on);
  ASSERT_EQ(script.all<SpeakStatement>().size(), 1U);
  EXPECT_EQ(script.all<SpeakStatement>()[0].to, index(1));
  EXPECT_EQ(script.statements<Answer>()[0], first);
  script.clear();
  script.give(passed_on);
  EXPECT_TRUE(script.all<SpeakStatement>().empty()) << "once on each way";
}

TEST_F(Answering, TellsHowFarThisOneHasVotedAndWhatIsFinal) {
  script.finalize(script.anchor(), View{1});
  const Answer answer = asked(script.process(3), script.process(3).question(1));
  EXPECT_EQ(answer.own_highest, View{1});
  EXPECT_EQ(answer.floor, View{1});
}

TEST_F(Answering, ShowsTheNewestVotesThatProveThemselves) {
  script.certificate(nullify(1));
  const Answer answer = asked(script.process(3), script.process(3).question(1));
  ASSERT_EQ(answer.shown.size(), 1U);
  EXPECT_EQ(answer.shown[0], script.chain.vote(nullify(1), index(3)));
}

TEST_F(Answering, AfterARestartTheSignersOfCertificatesAreRemembered) {
  script.finalize(script.anchor(), View{1});
  script.restart();
  const Answer answer = asked(script.process(3), script.process(3).question(1));
  ASSERT_FALSE(answer.shown.empty());
  EXPECT_EQ(answer.shown[0].subject.view, View{1});
}

// What was only heard is proved before another process may rely on it.
TEST_F(Answering, HeardVotesAreVerifiedBeforeAnotherProcessGetsTheCommitment) {
  const Vote heard = script.chain.vote(nullify(3), index(3));
  script.give(VoteArrived{index(3), heard});
  script.answers_itself = false;
  const AProcess process = script.process(3);
  const Answer first = asked(process, process.question(1));
  EXPECT_TRUE(first.shown.empty());
  ASSERT_EQ(script.all<VerifyVotes>().size(), 1U);
  const Answer second = asked(process, process.question(2, first.mark));
  EXPECT_FALSE(second.commits) << "the verification is under way";
  script.give(VotesVerified{{script.chain.verified(nullify(3), index(3))}, {}});
  const Answer third = asked(process, process.question(3, first.mark));
  EXPECT_TRUE(third.commits);
  EXPECT_EQ(third.shown, std::vector{heard});
}

TEST_F(Answering, ItAnswersWhetherOrNotItMaySign) {
  ScriptOptions options;
  options.journal = {};
  Script lost(options);
  lost.start();
  const AProcess process = lost.process(3);
  lost.give(process.verified(process.question(1)));
  ASSERT_EQ(lost.statements<Answer>().size(), 1U);
  const Answer first = lost.statements<Answer>()[0];
  EXPECT_FALSE(first.own_highest) << "without a record it tells nothing of itself";
  lost.give(process.verified(process.question(2, first.mark)));
  EXPECT_FALSE(lost.statements<Answer>()[1].commits) << "it may have committed before";
  lost.pass(seconds(3));
  lost.give(process.verified(process.question(3, first.mark)));
  EXPECT_TRUE(lost.statements<Answer>()[2].commits);
}

TEST_F(Answering, AQuestionIsPassedOnToWhomItsAskerDoesNotHearAndTheAnswerBack) {
  const AProcess asker = script.process(3);
  Question question = asker.question(1);
  question.unheard = {index(0), index(2), index(3)};
  question = asker.sign(question);
  script.clear();
  script.give(asker.verified(question));
  ASSERT_EQ(script.sent<Question>().size(), 1U) << "neither to this one nor to the asker";
  EXPECT_EQ(script.all<Send>()[0].to, index(2));
  EXPECT_EQ(script.sent<Question>()[0], question);
  const Answer answer = script.process(2).answer(question);
  script.give(StatementArrived{index(2), answer});
  ASSERT_EQ(script.sent<Answer>().size(), 1U);
  EXPECT_EQ(script.all<Send>()[1].to, index(3));
  script.give(StatementArrived{index(2), answer});
  EXPECT_EQ(script.sent<Answer>().size(), 1U);
}

TEST_F(Answering, WhatWasPassedOnIsNotPassedOnAgain) {
  const AProcess asker = script.process(3);
  Question question = asker.question(1);
  question.unheard = {index(2)};
  StatementVerified passed_on = asker.verified(question);
  passed_on.from = index(1);
  script.clear();
  script.give(passed_on);
  EXPECT_TRUE(script.sent<Question>().empty());
}

TEST_F(Answering, TheRecordSaysToWhomItCommitted) {
  ASSERT_TRUE(get_commitment(script.process(3)).commits);
  const auto kept = std::ranges::find_if(script.journal(), [](const JournalRecord& record) {
    return std::holds_alternative<GivenCommitment>(record);
  });
  ASSERT_NE(kept, script.journal().end());
  EXPECT_EQ(std::get<GivenCommitment>(*kept).validator, script.chain.set().at(index(3)).id);
  EXPECT_EQ(std::get<GivenCommitment>(*kept).process, script.process(3).digest());
}

}  // namespace
}  // namespace vitalstream::consensus
