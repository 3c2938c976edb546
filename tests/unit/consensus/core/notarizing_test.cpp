// C6, C7, C8: the voter's part. Validator 2 leads view 1.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Point;
using testing::sample_digest;
using testing::Script;

struct Notarizing : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }

  Block right_block(std::vector<BatchRef> references = {}) {
    return script.chain.block(script.chain.anchor(), View{1}, std::move(references));
  }
  bool notarized() const { return script.said(VoteKind::Notarize, View{1}); }
  bool nullified() const { return script.said(VoteKind::Nullify, View{1}); }
};

TEST_F(Notarizing, VotesForARightProposal) {
  const Block block = right_block();
  script.propose(block, View{1}, View{0});
  EXPECT_TRUE(script.said(script.chain.notarize(block, View{1}, View{0})));
  EXPECT_FALSE(nullified());
}

TEST_F(Notarizing, TheBlockAndTheVoteAreRecordedBeforeItIsSigned) {
  script.answers_itself = false;
  script.propose(right_block(), View{1}, View{0});
  ASSERT_GE(script.effects.size(), 2U);
  const auto persists = script.all<Persist>();
  ASSERT_EQ(persists.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<HeldBlock>(persists[0].records[0]));
  EXPECT_TRUE(std::holds_alternative<CastVote>(persists[0].records.back()));
  std::size_t persisted_at = script.effects.size();
  for (std::size_t i = 0; i < script.effects.size(); ++i) {
    if (std::holds_alternative<Persist>(script.effects[i])) {
      persisted_at = i;
    }
    if (std::holds_alternative<SignVote>(script.effects[i])) {
      EXPECT_LT(persisted_at, i);
    }
  }
}

TEST_F(Notarizing, VotesOnceInAView) {
  const Block first = right_block();
  Block second = first;
  second.header.timestamp = next(first.header.timestamp);
  script.propose(first, View{1}, View{0});
  script.propose(second, View{1}, View{0});
  EXPECT_FALSE(script.said(script.chain.notarize(second, View{1}, View{0})));
  EXPECT_EQ(script.all<SignVote>().size(), 1U);
}

TEST_F(Notarizing, ASecondProposalIsEvidence) {
  const Block first = right_block();
  Block second = first;
  second.header.timestamp = next(first.header.timestamp);
  script.propose(first, View{1}, View{0});
  script.propose(second, View{1}, View{0});
  script.propose(second, View{1}, View{0});
  ASSERT_EQ(script.all<ReportEvidence>().size(), 1U);
  const auto& votes = std::get<ConflictingVotes>(script.all<ReportEvidence>()[0].evidence);
  EXPECT_EQ(votes.first.signer, ValidatorIndex{2});
  EXPECT_NE(votes.first.subject, votes.second.subject);
}

TEST_F(Notarizing, VotesOnlyInTheCurrentView) {
  const Block block = script.chain.block(script.chain.anchor(), View{2});
  script.propose(block, View{2}, View{0});
  EXPECT_FALSE(script.said(VoteKind::Notarize, View{2}));
  script.certificate(make_nullify(Epoch{1}, View{1}));
  EXPECT_TRUE(script.said(VoteKind::Notarize, View{2})) << "it was kept for its view";
}

TEST_F(Notarizing, NeverVotesAfterItsOwnNullify) {
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  script.pass(milliseconds(100));
  ASSERT_TRUE(nullified());
  script.propose(right_block(), View{1}, View{0});
  EXPECT_FALSE(notarized());
}

TEST_F(Notarizing, WaitsForABatchThatIsNotHeldAndFetchesIt) {
  script.propose(right_block({a_batch(10, 1)}), View{1}, View{0});
  EXPECT_FALSE(notarized());
  EXPECT_FALSE(nullified()) << "missing is never invalid";
  ASSERT_EQ(script.all<FetchBatches>().size(), 1U);
  EXPECT_EQ(script.all<FetchBatches>()[0].from, ValidatorIndex{2});
  EXPECT_FALSE(script.all<FetchBatches>()[0].is_final);
  ASSERT_TRUE(script.all<FetchBatches>()[0].proposal);
  EXPECT_EQ(script.all<FetchBatches>()[0].proposal->proposer, ValidatorIndex{2});
  EXPECT_EQ(script.all<FetchBatches>()[0].proposal->view, View{1});
  EXPECT_EQ(script.status().progress, Progress::AwaitingData);
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  EXPECT_TRUE(notarized());
}

TEST_F(Notarizing, NullifiesAtOnceWhenAReferenceDoesNotExtendItsLane) {
  script.payload.hold(a_batch(10, 2));
  script.propose(right_block({a_batch(10, 2)}), View{1}, View{0});
  EXPECT_FALSE(notarized());
  EXPECT_TRUE(nullified());
  ASSERT_EQ(script.all<ForgetFetches>().size(), 1U) << "nobody needs the rest of it";
  EXPECT_EQ(script.all<ForgetFetches>()[0].last, View{1});
}

TEST_F(Notarizing, NullifiesAtOnceWhenTheLogRootIsWrong) {
  script.payload.hold(a_batch(10, 1));
  Block block = right_block({a_batch(10, 1)});
  block.header.log_root = LogRoot{};
  script.propose(block, View{1}, View{0});
  EXPECT_TRUE(nullified());
  EXPECT_EQ(script.all<Alarm>().size(), 1U) << "the operator learns who and why";
}

TEST_F(Notarizing, NullifiesAtOnceWhenTheHeaderBreaksARule) {
  Block block = right_block();
  block.header.height = Height{2};
  script.propose(block, View{1}, View{0});
  EXPECT_TRUE(nullified());
}

TEST_F(Notarizing, WaitsForATimestampThatIsTooEarly) {
  const Block block = right_block();
  script.set_wall(UnixMs{block.header.timestamp.value() - 540});
  script.propose(block, View{1}, View{0});
  EXPECT_FALSE(notarized());
  EXPECT_EQ(script.status().progress, Progress::AwaitingTime);
  script.pass(milliseconds(41));
  EXPECT_TRUE(notarized());
}

// C7: block time is what f+1 leaders show, where the own clock lags behind it.
TEST_F(Notarizing, VotesByTheClocksOfOneMoreThanTheFaultyWhenItsOwnIsSlow) {
  const Block first = right_block();
  script.set_wall(UnixMs{first.header.timestamp.value() - 3'600'000});
  script.propose(first, View{1}, View{0});
  EXPECT_FALSE(notarized()) << "one leader may lie";
  script.nullify(View{1}, {1, 2, 3});
  script.propose(script.chain.block(script.chain.anchor(), View{2}), View{2}, View{0});
  EXPECT_TRUE(script.said(VoteKind::Notarize, View{2}));
}

TEST_F(Notarizing, NullifiesAParentOutsideTheEarlierViews) {
  script.propose(right_block(), View{1}, View{1});
  EXPECT_TRUE(nullified());
}

TEST_F(Notarizing, NullifiesWhenTheParentIsNotTheBlockOfItsView) {
  Block block = right_block();
  block.header.parent = sample_digest<BlockDigest>(0x5A);
  script.propose(block, View{1}, View{0});
  EXPECT_TRUE(nullified());
}

TEST_F(Notarizing, WaitsForAMissingNullificationAndAsksTheLeader) {
  const Block block = script.chain.block(script.chain.anchor(), View{5});
  script.certificate(make_nullify(Epoch{1}, View{4}));
  ASSERT_EQ(script.status().view, View{5});
  script.propose(block, View{5}, View{0});
  EXPECT_FALSE(script.said(VoteKind::Notarize, View{5}));
  EXPECT_EQ(script.status().progress, Progress::AwaitingParent);
  const auto sends = script.all<Send>();
  ASSERT_FALSE(sends.empty());
  EXPECT_EQ(sends.back().to, ValidatorIndex{2}) << "the leader of view 5";
  for (const std::uint64_t view : {1U, 2U, 3U}) {
    script.certificate(make_nullify(Epoch{1}, View{view}));
  }
  EXPECT_TRUE(script.said(VoteKind::Notarize, View{5}));
}

TEST_F(Notarizing, WaitsForAParentThatIsNotCertifiedYet) {
  const Block parent = right_block({a_batch(10, 1)});
  script.chain.add(parent);
  script.propose(parent, View{1}, View{0});
  script.certificate(script.chain.notarize(parent, View{1}, View{0}));
  script.certificate(make_nullify(Epoch{1}, View{1}));
  const Block child =
      script.chain.block(block_digest(script.chain.genesis(), parent.header), View{2});
  script.propose(child, View{2}, View{1});
  EXPECT_FALSE(script.said(VoteKind::Notarize, View{2}));
  EXPECT_FALSE(script.said(VoteKind::Nullify, View{2}));
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  EXPECT_TRUE(script.said(VoteKind::Notarize, View{2}));
}

TEST_F(Notarizing, NullifiesWithoutBlameWhenTheParentLiesBelowTheFloor) {
  const Point final_point = script.finalize(script.anchor(), View{1});
  static_cast<void>(final_point);
  script.clear();
  script.propose(script.chain.block(script.chain.anchor(), View{2}), View{2}, View{0});
  EXPECT_TRUE(script.said(VoteKind::Nullify, View{2}));
  EXPECT_TRUE(script.all<Alarm>().empty());
}

}  // namespace
}  // namespace vitalstream::consensus
