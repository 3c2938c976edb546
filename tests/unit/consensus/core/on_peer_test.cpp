// C12, C15: what a peer is told and asked when it connects.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::index;
using testing::Script;

struct OnPeer : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }
  void connect(std::uint16_t peer = 3) {
    script.clear();
    script.give(PeerConnected{index(peer)});
  }
};

TEST_F(OnPeer, IsToldWhereThisReplicaStands) {
  script.finalize(script.anchor(), View{1});
  connect();
  const auto reports = script.sent<StuckReport>();
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].highest_final_view, View{1});
  ASSERT_TRUE(reports[0].best);
  EXPECT_EQ(reports[0].best->subject.kind, VoteKind::Finalize);
}

TEST_F(OnPeer, IsAskedSoonForItsCommitment) {
  script.pass(milliseconds(100));
  connect();
  EXPECT_EQ(script.statements<Question>().size(), 1U);
}

TEST_F(OnPeer, IsToldWhenThisProcessSignsNothingMore) {
  script.give(Drain{});
  ASSERT_EQ(script.statements<Over>().size(), 1U);
  connect();
  ASSERT_EQ(script.statements<Over>().size(), 1U);
  EXPECT_EQ(script.all<SpeakStatement>()[0].to, index(3));
}

TEST_F(OnPeer, IsSentTheVotesAndTheProposalThatStillMatter) {
  script.finalize(script.finalize(script.anchor(), View{1}), View{2});
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  connect();
  ASSERT_EQ(script.sent<Proposal>().size(), 1U);
  EXPECT_EQ(script.sent<Proposal>()[0].vote.subject.view, View{3});
}

TEST_F(OnPeer, OutsideTheSetIsToldNothing) {
  connect(9);
  EXPECT_TRUE(script.all<Send>().empty());
}

TEST_F(OnPeer, ThatLeavesChangesNothing) {
  script.clear();
  script.give(PeerDisconnected{index(3)});
  EXPECT_TRUE(script.effects.empty());
}

}  // namespace
}  // namespace vitalstream::consensus
