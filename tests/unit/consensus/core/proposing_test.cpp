// C3, C4, C5, E2, E3, E4: the leader's part. Validator 0 leads view 3.
#include <gtest/gtest.h>

#include "consensus/core/limits.hpp"
#include "consensus/core/proposal_rules.hpp"
#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Point;
using testing::sample_digest;
using testing::Script;
using testing::ScriptOptions;

struct Proposing : ::testing::Test {
  Script script;
  Point parent;

  void SetUp() override {
    script.start();
    parent = script.finalize(script.finalize(script.anchor(), View{1}), View{2});
    ASSERT_EQ(script.status().view, View{3});
    script.clear();
  }
  std::vector<Proposal> proposals() const { return script.broadcasts<Proposal>(); }
  void offer(const BatchRef& batch) {
    script.payload.hold(batch);
    script.give(PayloadChanged{});
  }
};

TEST_F(Proposing, ProposesAtOnceWhenThereIsSomethingToOrder) {
  offer(a_batch(10, 1));
  ASSERT_EQ(proposals().size(), 1U);
  const Proposal proposal = proposals()[0];
  EXPECT_EQ(proposal.block.references, std::vector{a_batch(10, 1)});
  EXPECT_EQ(proposal.block.header.parent, parent.block);
  EXPECT_EQ(proposal.block.header.height, Height{3});
  EXPECT_EQ(proposal.vote.subject.parent_view, View{2});
  EXPECT_TRUE(script.chain.verifier().verify_proposal(proposal));
}

TEST_F(Proposing, GathersForAMomentUnderLoadAndThenProposesAll) {
  script.payload.weigh(kGatherFromBytes);
  offer(a_batch(10, 1));
  EXPECT_TRUE(proposals().empty());
  offer(a_batch(20, 1));
  script.pass(Parameters{}.gather_delay);
  ASSERT_EQ(proposals().size(), 1U);
  EXPECT_EQ(proposals()[0].block.references.size(), 2U);
}

TEST_F(Proposing, GathersNoLongerThanThereIsRoom) {
  script.payload.weigh(kGatherUpToBytes);
  offer(a_batch(10, 1));
  EXPECT_EQ(proposals().size(), 1U);
}

TEST_F(Proposing, GathersFromTheStartOfTheViewAndNotFromTheFirstBatch) {
  script.pass(Parameters{}.gather_delay);
  script.payload.weigh(kGatherFromBytes);
  offer(a_batch(10, 1));
  EXPECT_EQ(proposals().size(), 1U);
}

TEST_F(Proposing, BuildsWhatItWouldItselfVoteFor) {
  offer(a_batch(10, 1));
  ASSERT_EQ(proposals().size(), 1U);
  const Block block = proposals()[0].block;
  const Block expected = script.chain.block(parent.block, View{3}, {a_batch(10, 1)});
  EXPECT_EQ(block.header.log_size, expected.header.log_size);
  EXPECT_EQ(block.header.log_root, expected.header.log_root);
  const BlockHeader below = script.chain.block(parent.block, View{3}).header;
  EXPECT_EQ(block.header.height, below.height);
}

TEST_F(Proposing, SpeaksOnlyAfterTheVoteIsSigned) {
  script.answers_itself = false;
  offer(a_batch(10, 1));
  EXPECT_TRUE(proposals().empty());
  ASSERT_EQ(script.all<SignVote>().size(), 1U);
  script.give(
      OwnVoteSigned{script.chain.verified(script.all<SignVote>()[0].subject, ValidatorIndex{0})});
  EXPECT_EQ(proposals().size(), 1U);
}

TEST_F(Proposing, ProposesOnceInAView) {
  offer(a_batch(10, 1));
  offer(a_batch(10, 2));
  script.pass(milliseconds(20));
  EXPECT_EQ(proposals().size(), 1U);
}

TEST_F(Proposing, WaitsWhileThereIsNothingToOrder) {
  script.pass(milliseconds(500));
  EXPECT_TRUE(proposals().empty());
  EXPECT_TRUE(script.all<SignVote>().empty());
}

TEST_F(Proposing, MakesAnEmptyBlockToCommitToAResult) {
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  script.give(Committed{Height{2}, sample_digest<ExecutedRoot>(2)});
  script.pass(milliseconds(20));
  EXPECT_TRUE(proposals().empty()) << "nothing was ordered, so there is no result";
}

TEST_F(Proposing, CommitsToTheNewestBlockItHasExecuted) {
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  offer(a_batch(10, 1));
  ASSERT_EQ(proposals().size(), 1U);
  EXPECT_EQ(proposals()[0].block.header.executed_height, Height{1});
  EXPECT_EQ(proposals()[0].block.header.executed_root, sample_digest<ExecutedRoot>(1));
}

TEST_F(Proposing, CopiesTheParentsPairWhenItHasExecutedLess) {
  offer(a_batch(10, 1));
  ASSERT_EQ(proposals().size(), 1U);
  EXPECT_EQ(proposals()[0].block.header.executed_height, Height{0});
  EXPECT_EQ(proposals()[0].block.header.executed_root, script.chain.tip().header.executed_root);
}

TEST_F(Proposing, ADrainingLeaderNullifiesItsOwnViewAtOnce) {
  script.give(Drain{});
  EXPECT_TRUE(script.said(VoteKind::Nullify, View{3}));
  offer(a_batch(10, 1));
  EXPECT_TRUE(proposals().empty());
}

TEST_F(Proposing, TheTimestampIsAlwaysAfterTheParents) {
  script.set_wall(UnixMs{0});
  offer(a_batch(10, 1));
  ASSERT_EQ(proposals().size(), 1U);
  EXPECT_EQ(proposals()[0].block.header.timestamp.value(),
            script.chain.tip().header.timestamp.value() + 2'001);
}

TEST(ProposingAnew, BuildsOnTheHighestCertifiedViewOverNullifiedOnes) {
  Script script;
  script.start();
  const Point parent = script.certify(script.anchor(), View{1});
  script.certificate(make_nullify(Epoch{1}, View{2}));
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  const auto proposals = script.broadcasts<Proposal>();
  ASSERT_EQ(proposals.size(), 1U);
  EXPECT_EQ(proposals[0].block.header.parent, parent.block);
  EXPECT_EQ(proposals[0].vote.subject.parent_view, View{1});
}

TEST(ProposingAnew, AsksForAMissingNullificationAndWaits) {
  Script script;
  script.start();
  script.payload.hold(a_batch(10, 1));
  script.certificate(make_nullify(Epoch{1}, View{2}));
  EXPECT_TRUE(script.broadcasts<Proposal>().empty());
  const auto requests = script.sent<CertificatesRequest>();
  ASSERT_FALSE(requests.empty());
  EXPECT_EQ(requests[0].last, View{1});
  script.certificate(make_nullify(Epoch{1}, View{1}));
  EXPECT_EQ(script.broadcasts<Proposal>().size(), 1U);
}

TEST(ProposingAnew, ReferencesNothingWhileExecutionLags) {
  Script script;
  script.start();
  Point at = script.anchor();
  for (std::uint64_t view = 1; view <= 18; ++view) {
    if (script.chain.set().leader(View{view}) != ValidatorIndex{0}) {
      at = script.finalize(at, View{view});
    } else {
      script.certificate(make_nullify(Epoch{1}, View{view}));
    }
  }
  while (script.status().leader != ValidatorIndex{0} || script.status().final_height < Height{17}) {
    const View view = script.status().view;
    if (script.status().leader == ValidatorIndex{0}) {
      script.certificate(make_nullify(Epoch{1}, view));
    } else {
      at = script.finalize(at, view);
    }
  }
  script.clear();
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  EXPECT_TRUE(script.broadcasts<Proposal>().empty()) << "one empty block per Delta";
  script.pass(milliseconds(50));
  const auto proposals = script.broadcasts<Proposal>();
  ASSERT_EQ(proposals.size(), 1U);
  EXPECT_TRUE(proposals[0].block.references.empty());
}

TEST(ProposingAnew, MakesAHeartbeatBlockWhenItIsDue) {
  Script script;
  script.start();
  script.finalize(script.finalize(script.anchor(), View{1}), View{2});
  script.pass(seconds(9));
  EXPECT_TRUE(script.broadcasts<Proposal>().empty());
  script.pass(seconds(1));
  const auto proposals = script.broadcasts<Proposal>();
  ASSERT_EQ(proposals.size(), 1U);
  EXPECT_TRUE(proposals[0].block.references.empty());
}

TEST(ProposingAnew, MakesAnEmptyBlockWhenTheTipDoesNotBecomeFinal) {
  Script script;
  script.start();
  script.certify(script.finalize(script.anchor(), View{1}), View{2});
  script.pass(milliseconds(149));
  EXPECT_TRUE(script.broadcasts<Proposal>().empty());
  script.pass(milliseconds(1));
  EXPECT_EQ(script.broadcasts<Proposal>().size(), 1U) << "three Delta after entry";
}

TEST(ProposingAnew, CommitsToAResultShortlyAfterItIsKnown) {
  Script script;
  script.start();
  script.finalize(script.finalize(script.anchor(), View{1}, {a_batch(10, 1)}), View{2});
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  EXPECT_TRUE(script.broadcasts<Proposal>().empty()) << "something to order may carry it";
  script.pass(milliseconds(5));
  const auto proposals = script.broadcasts<Proposal>();
  ASSERT_EQ(proposals.size(), 1U);
  EXPECT_EQ(proposals[0].block.header.executed_height, Height{1});
}

}  // namespace
}  // namespace vitalstream::consensus
