// What an operator is told: where the replica stands and why.
#include "consensus/core/status.hpp"

#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::index;
using testing::Script;

struct Status : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }
};

TEST_F(Status, NamesViewLeaderAndHeights) {
  script.finalize(script.anchor(), View{1});
  const ReplicaStatus status = script.status();
  EXPECT_EQ(status.view, View{2});
  EXPECT_EQ(status.leader, index(3));
  EXPECT_FALSE(status.is_leader);
  EXPECT_EQ(status.final_view, View{1});
  EXPECT_EQ(status.final_height, Height{1});
  EXPECT_EQ(status.delivered_height, Height{1});
  EXPECT_EQ(status.committed_height, Height{0});
  EXPECT_EQ(status.delta, milliseconds(50));
}

TEST_F(Status, TellsWhoseVotesAreMissing) {
  script.propose(script.chain.block(script.chain.anchor(), View{1}), View{1}, View{0});
  EXPECT_EQ(script.status().progress, Progress::AwaitingVotes);
  EXPECT_EQ(script.status().missing_notarize, (std::vector{index(1), index(3)}));
  script.pass(milliseconds(150));
  EXPECT_EQ(script.status().progress, Progress::AwaitingNullification);
  EXPECT_EQ(script.status().missing_nullify, (std::vector{index(1), index(2), index(3)}));
}

TEST_F(Status, TellsThatItWaitsForAProposal) {
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  EXPECT_EQ(script.status().progress, Progress::AwaitingProposal);
}

TEST_F(Status, CountsSkippedViewsByTheirLeader) {
  script.nullify(View{1}, {1, 2, 3});
  EXPECT_EQ(script.status().views.nullified, (std::vector<std::uint64_t>{0, 0, 1, 0}));
}

TEST_F(Status, CountsWhoDoesNotVoteForFinalBlocks) {
  const auto first = script.finalize(script.anchor(), View{1});
  script.finalize(first, View{2});
  const ViewCounts views = script.status().views;
  // 2 and 3 led these views; of 1 no vote has come.
  EXPECT_EQ(views.missed, (std::vector<std::uint64_t>{0, 1, 0, 0}));
  EXPECT_EQ(views.missing_now, 1U);
}

TEST_F(Status, MeasuresTheDelayOfAQuorum) {
  const Block block = script.chain.block(script.chain.anchor(), View{1});
  script.propose(block, View{1}, View{0});
  script.pass(milliseconds(20));
  script.vote(script.chain.notarize(block, View{1}, View{0}), {1, 3});
  EXPECT_EQ(script.status().views.quorum_delay_sum, milliseconds(20));
}

TEST_F(Status, EveryStateHasWords) {
  for (int i = 0; i <= static_cast<int>(Progress::AwaitingNullification); ++i) {
    EXPECT_STRNE(to_string(static_cast<Progress>(i)), "");
  }
  for (int i = 0; i <= static_cast<int>(RecordState::Revoked); ++i) {
    EXPECT_STRNE(to_string(static_cast<RecordState>(i)), "");
  }
}

}  // namespace
}  // namespace vitalstream::consensus
