// C14, C15: a replica as its disk remembers it.
#include "consensus/core/options.hpp"

#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::index;
using testing::Point;
using testing::sample_digest;
using testing::Script;

struct Recovery : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }
  // The last `unsettled` records belong to rounds that had not ended.
  void restart(std::optional<CommittedTip> tip = std::nullopt, std::size_t unsettled = 0) {
    script.clear();
    script.restart(std::move(tip), unsettled);
  }
  CommittedTip tip_at(const Point& point, const Block& block, Height height) const {
    CommittedTip tip = script.chain.tip();
    tip.header = block.header;
    tip.digest = point.block;
    tip.state = script.chain.state(point.block);
    tip.executed_roots[height] = sample_digest<ExecutedRoot>(1);
    return tip;
  }
};

TEST_F(Recovery, VotesNeitherTwiceNorDifferently) {
  const Block block = script.chain.block(script.chain.anchor(), View{1});
  script.propose(block, View{1}, View{0});
  ASSERT_TRUE(script.said(VoteKind::Notarize, View{1}));
  restart();
  Block other = block;
  other.header.timestamp = next(block.header.timestamp);
  script.propose(other, View{1}, View{0});
  EXPECT_FALSE(script.said(script.chain.notarize(other, View{1}, View{0})));
  EXPECT_TRUE(script.said(script.chain.notarize(block, View{1}, View{0})))
      << "the vote that may never have left is said again";
}

TEST_F(Recovery, NeverFinalizesWhatItNullifiedBefore) {
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  script.pass(milliseconds(100));
  ASSERT_TRUE(script.said(VoteKind::Nullify, View{1}));
  restart();
  EXPECT_TRUE(script.said(VoteKind::Nullify, View{1})) << "said again";
  script.certify(script.anchor(), View{1});
  EXPECT_FALSE(script.said(VoteKind::Finalize, View{1}));
}

TEST_F(Recovery, NeverNullifiesWhatItFinalizedBefore) {
  const Point one = script.certify(script.anchor(), View{1});
  restart();
  EXPECT_EQ(script.status().view, View{2});
  EXPECT_TRUE(script.said(make_finalize(make_notarize(Epoch{1}, View{1}, View{0}, one.block))));
  script.nullify(View{1}, {1, 2, 3});
  EXPECT_FALSE(script.said(VoteKind::Nullify, View{1}));
}

TEST_F(Recovery, ALeaderProposesTheSameBlockAgain) {
  script.finalize(script.finalize(script.anchor(), View{1}), View{2});
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  ASSERT_EQ(script.broadcasts<Proposal>().size(), 1U);
  const Proposal before = script.broadcasts<Proposal>()[0];
  script.payload.hold(a_batch(10, 2));
  restart();
  ASSERT_EQ(script.broadcasts<Proposal>().size(), 1U);
  EXPECT_EQ(script.broadcasts<Proposal>()[0].block, before.block);
}

TEST_F(Recovery, ResumesInTheFurthestViewItKnows) {
  script.certify(script.anchor(), View{1});
  script.certificate(make_nullify(Epoch{1}, View{2}));
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  ASSERT_TRUE(script.said(VoteKind::Notarize, View{3})) << "its own proposal, with the records";
  restart();
  EXPECT_EQ(script.status().view, View{3});
  EXPECT_EQ(script.status().certified_not_final, 1U);
}

TEST_F(Recovery, DeliversAgainWhatIsNotInTheDatabase) {
  const Point one = script.finalize(script.anchor(), View{1});
  script.certify(one, View{2});
  restart();
  ASSERT_EQ(script.all<Deliver>().size(), 1U);
  EXPECT_EQ(script.all<Deliver>()[0].digest, one.block);
}

TEST_F(Recovery, GoesOnFromTheCommittedTip) {
  const Block block = script.chain.block(script.chain.anchor(), View{1});
  const Point one = script.finalize(script.anchor(), View{1});
  CommittedTip tip = tip_at(one, block, Height{1});
  tip.finalization = script.all<Deliver>()[0].finalization;
  restart(tip);
  EXPECT_EQ(script.status().committed_height, Height{1});
  EXPECT_EQ(script.status().view, View{2});
  EXPECT_TRUE(script.all<Deliver>().empty());
  script.propose(script.chain.block(one.block, View{2}), View{2}, View{1});
  EXPECT_TRUE(script.said(VoteKind::Notarize, View{2}));
}

TEST_F(Recovery, AFinalizationWithAForgottenOwnVoteStopsTheSigning) {
  const Block block = script.chain.block(script.chain.anchor(), View{1});
  const Point one{View{1}, script.chain.add(block)};
  CommittedTip tip = tip_at(one, block, Height{1});
  tip.finalization =
      script.chain.certificate(make_finalize(script.chain.notarize(block, View{1}, View{0})));
  restart(tip);
  EXPECT_EQ(script.status().record, RecordState::Revoked);
  ASSERT_EQ(script.all<Halt>().size(), 1U);
  EXPECT_EQ(script.all<Halt>()[0].kind, HaltKind::Revoked);
}

TEST(Restart, AHaltThatNobodyClearedLasts) {
  testing::ScriptOptions options;
  options.halt = Halt{HaltKind::Halted, "two blocks are final at height 3"};
  Script script(options);
  script.start();
  EXPECT_EQ(script.status().halt_reason, options.halt->reason);
  ASSERT_EQ(script.all<Halt>().size(), 1U);
  EXPECT_EQ(script.all<Halt>()[0], *options.halt);
  script.propose(script.chain.block(script.chain.anchor(), View{1}), View{1}, View{0});
  script.pass(seconds(10));
  EXPECT_TRUE(script.all<SignVote>().empty());
}

TEST(Restart, ARevocationThatNobodyClearedLastsAndTheReplicaFollows) {
  testing::ScriptOptions options;
  options.halt = Halt{HaltKind::Revoked, "an old disk was put back"};
  Script script(options);
  script.start();
  EXPECT_EQ(script.status().record, RecordState::Revoked);
  EXPECT_FALSE(script.status().halt_reason);
  script.finalize(script.anchor(), View{1});
  EXPECT_EQ(script.all<Deliver>().size(), 1U);
  EXPECT_TRUE(script.all<SignVote>().empty());
}

TEST_F(Recovery, ADatabaseThatLostCommittedBlocksIsToldToTheOperator) {
  const Point one = script.finalize(script.anchor(), View{1});
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  script.certify(one, View{2});
  restart();
  EXPECT_EQ(script.all<Alarm>().size(), 1U);
  EXPECT_TRUE(script.all<Halt>().empty()) << "the blocks can be had again";
}

TEST_F(Recovery, AnUnsettledWitnessAheadOfTheDatabaseHasSeenNothing) {
  const std::size_t settled = script.journal().size();
  const Point one = script.finalize(script.anchor(), View{1});
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  script.certify(one, View{2});
  restart(std::nullopt, script.journal().size() - settled);
  EXPECT_TRUE(script.all<Alarm>().empty()) << "its round had not ended";
  EXPECT_TRUE(script.all<Halt>().empty());
}

TEST_F(Recovery, ASettledWitnessBeforeAnUnsettledOneStillCounts) {
  const Point one = script.finalize(script.anchor(), View{1});
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  script.finalize(one, View{2});
  const std::size_t settled = script.journal().size();
  script.give(Committed{Height{2}, sample_digest<ExecutedRoot>(2)});
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  script.pass(seconds(1));
  ASSERT_GT(script.journal().size(), settled) << "a vote took the witness along";
  restart(std::nullopt, script.journal().size() - settled);
  ASSERT_EQ(script.all<Alarm>().size(), 1U);
  EXPECT_NE(script.all<Alarm>()[0].text.find("height 1 was"), std::string::npos);
}

TEST_F(Recovery, AnUnsettledWitnessOfABlockThatIsThereIsCompared) {
  const Block block = script.chain.block(script.chain.anchor(), View{1});
  const Point one = script.finalize(script.anchor(), View{1});
  CommittedTip tip = tip_at(one, block, Height{1});
  tip.finalization = script.all<Deliver>()[0].finalization;
  const std::size_t settled = script.journal().size();
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(2)});
  script.certify(one, View{2});
  restart(tip, script.journal().size() - settled);
  EXPECT_EQ(script.all<Halt>().size(), 1U);
}

TEST_F(Recovery, ADatabaseThatDiffersFromTheWitnessHalts) {
  const Block block = script.chain.block(script.chain.anchor(), View{1});
  const Point one = script.finalize(script.anchor(), View{1});
  CommittedTip tip = tip_at(one, block, Height{1});
  tip.finalization = script.all<Deliver>()[0].finalization;
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(2)});
  script.certify(one, View{2});
  restart(tip);
  EXPECT_EQ(script.all<Halt>().size(), 1U);
}

}  // namespace
}  // namespace vitalstream::consensus
