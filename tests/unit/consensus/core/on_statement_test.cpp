// C15: what cannot be news costs no verification, and who is to blame for a bad signature.
#include <gtest/gtest.h>

#include "consensus/core/limits.hpp"
#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::AProcess;
using testing::index;
using testing::Script;

struct OnStatement : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }

  bool is_verified(std::uint16_t from, Statement statement) {
    script.clear();
    script.give(StatementArrived{index(from), std::move(statement)});
    return !script.all<VerifyStatement>().empty();
  }
};

TEST_F(OnStatement, AQuestionIsVerifiedAndAnswered) {
  EXPECT_TRUE(is_verified(3, script.process(3).question(1)));
  EXPECT_EQ(script.statements<Answer>().size(), 1U);
  EXPECT_FALSE(is_verified(3, script.process(3).question(1))) << "once a number";
}

TEST_F(OnStatement, AQuestionOfAnotherNetworkEpochOrShapeIsDropped) {
  const AProcess asker = script.process(3);
  Question question = asker.question(1);
  question.epoch = Epoch{2};
  EXPECT_FALSE(is_verified(3, question));
  question = asker.question(1);
  question.marks.pop_back();
  EXPECT_FALSE(is_verified(3, question));
  question = asker.question(1);
  question.process.lane = ValidatorId{999};
  EXPECT_FALSE(is_verified(3, question));
  EXPECT_FALSE(is_verified(3, script.process(0).question(1))) << "of another self";
}

TEST_F(OnStatement, WhoBringsABadQuestionIsCut) {
  Question question = script.process(3).question(1);
  question.signature[0] ^= 1U;
  EXPECT_TRUE(is_verified(1, question));
  ASSERT_EQ(script.all<CutPeer>().size(), 1U);
  EXPECT_EQ(script.all<CutPeer>()[0].peer, index(1)) << "nobody honest passes it on";
}

TEST_F(OnStatement, OnlyTheMakerOfABadAnswerIsCut) {
  testing::ScriptOptions options;
  options.others_answer = false;
  Script fresh(options);
  fresh.start();
  Answer bad = fresh.answer(3);
  bad.signature[0] ^= 1U;
  fresh.give(StatementArrived{index(1), bad});
  EXPECT_EQ(fresh.all<VerifyStatement>().size(), 1U);
  EXPECT_TRUE(fresh.all<CutPeer>().empty()) << "it was passed back unverified";
  fresh.give(StatementArrived{index(3), bad});
  ASSERT_EQ(fresh.all<CutPeer>().size(), 1U);
  EXPECT_EQ(fresh.all<CutPeer>()[0].peer, index(3));
}

TEST_F(OnStatement, AnAnswerToAnotherProcessOrNumberIsDropped) {
  testing::ScriptOptions options;
  options.others_answer = false;
  Script fresh(options);
  fresh.start();
  Answer answer = fresh.answer(3);
  answer.asked_by = testing::sample_digest<ProcessDigest>(7);
  fresh.give(StatementArrived{index(3), fresh.process(3).sign(answer)});
  answer = fresh.answer(3);
  answer.number += 1;
  fresh.give(StatementArrived{index(3), fresh.process(3).sign(answer)});
  EXPECT_TRUE(fresh.all<VerifyStatement>().empty());
}

TEST_F(OnStatement, ThatAProcessIsOverIsVerifiedOnlyWhereItChangesSomething) {
  const AProcess process = script.process(3);
  const auto over = std::get<Verified<Over>>(process.over().statement).value();
  EXPECT_FALSE(is_verified(3, over)) << "it has no commitment";
  script.give(process.verified(process.question(1)));
  const Mark mark = script.statements<Answer>().back().mark;
  script.give(process.verified(process.question(2, mark)));
  EXPECT_FALSE(is_verified(1, over)) << "it speaks for itself";
  EXPECT_TRUE(is_verified(3, over));
  EXPECT_FALSE(is_verified(3, over)) << "no news";
}

// The verifier stands still, and the pool takes no more of one peer than it must (limits.hpp).
TEST_F(OnStatement, OfOnePeerOnlySoManyAreUnderVerification) {
  const AProcess process = script.process(3);
  script.give(process.verified(process.question(1)));
  const Mark mark = script.statements<Answer>().back().mark;
  script.give(process.verified(process.question(2, mark)));
  const auto over = std::get<Verified<Over>>(process.over().statement).value();
  script.answers_itself = false;
  script.clear();
  for (std::size_t i = 0; i < 2 * kStatementChecksMax; ++i) {
    script.give(StatementArrived{index(3), over});
  }
  EXPECT_EQ(script.all<VerifyStatement>().size(), kStatementChecksMax);
  EXPECT_EQ(script.status().refused.statements, kStatementChecksMax);
  EXPECT_TRUE(is_verified(1, script.process(1).question(1))) << "each has its own places";
  script.give(process.over());
  EXPECT_FALSE(is_verified(3, over)) << "no news any more";
}

TEST_F(OnStatement, AnObserverHasNothingToSay) {
  testing::ScriptOptions options;
  options.own.reset();
  Script observer(options);
  observer.start();
  observer.give(StatementArrived{index(3), observer.process(3).question(1)});
  EXPECT_TRUE(observer.all<VerifyStatement>().empty());
}

}  // namespace
}  // namespace vitalstream::consensus
