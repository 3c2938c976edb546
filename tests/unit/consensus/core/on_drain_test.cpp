// C5: a replica that drains hands its views over at once.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::Point;
using testing::Script;

TEST(OnDrain, NullifiesTheViewThatItLeads) {
  Script script;
  script.start();
  script.finalize(script.finalize(script.anchor(), View{1}), View{2});
  script.give(Drain{});
  EXPECT_TRUE(script.said(VoteKind::Nullify, View{3}));
}

// C15: the others need not wait before they commit to the next process.
TEST(OnDrain, SaysThatItIsOverAfterItsLastVote) {
  Script script;
  script.answers_itself = false;
  script.start();
  script.commit({1, 2});
  script.finalize(script.finalize(script.anchor(), View{1}), View{2});
  script.answers_itself = true;
  script.pass(milliseconds(1));
  script.answers_itself = false;
  script.give(Drain{});
  EXPECT_TRUE(script.statements<Over>().empty()) << "votes are being signed";
  EXPECT_FALSE(script.status().is_over);
  for (const SignVote& one : script.all<SignVote>()) {
    script.give(OwnVoteSigned{script.chain.verified(one.subject, ValidatorIndex{0})});
  }
  EXPECT_EQ(script.statements<Over>().size(), 1U);
  EXPECT_TRUE(script.status().is_over);
}

TEST(OnDrain, SaysSoInTheEndWhateverBecomesOfTheSignatures) {
  Script script;
  script.start();
  script.finalize(script.finalize(script.anchor(), View{1}), View{2});
  script.answers_itself = false;
  script.give(Drain{});
  ASSERT_TRUE(script.asked_to_sign(make_nullify(Epoch{1}, View{3})));
  script.pass(seconds(1));
  EXPECT_EQ(script.statements<Over>().size(), 1U);
  script.give(
      OwnVoteSigned{script.chain.verified(make_nullify(Epoch{1}, View{3}), ValidatorIndex{0})});
  EXPECT_FALSE(script.said(VoteKind::Nullify, View{3})) << "the right is gone";
}

TEST(OnDrain, SignsNothingAfterIt) {
  Script script;
  script.start();
  script.give(Drain{});
  script.propose(script.chain.block(script.chain.anchor(), View{1}), View{1}, View{0});
  EXPECT_TRUE(script.all<SignVote>().empty());
}

TEST(OnDrain, LetsAProposalThatIsUnderWayFinish) {
  Script script;
  script.start();
  script.finalize(script.finalize(script.anchor(), View{1}), View{2});
  script.payload.hold(testing::a_batch(10, 1));
  script.give(PayloadChanged{});
  ASSERT_EQ(script.broadcasts<Proposal>().size(), 1U);
  script.give(Drain{});
  EXPECT_FALSE(script.said(VoteKind::Nullify, View{3}));
}

}  // namespace
}  // namespace vitalstream::consensus
