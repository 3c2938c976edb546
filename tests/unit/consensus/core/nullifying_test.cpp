// C2: timers run only while there is work. C11: when a view is given up.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Script;

struct Nullifying : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }
  bool nullified(std::uint64_t view = 1) const {
    return script.said(VoteKind::Nullify, View{view});
  }
  void work() {
    script.payload.hold(a_batch(10, 1));
    script.give(PayloadChanged{});
  }
};

TEST_F(Nullifying, AnIdleNetworkNullifiesNothing) {
  script.pass(seconds(9));
  EXPECT_TRUE(script.all<SignVote>().empty());
  EXPECT_TRUE(script.broadcasts<StuckReport>().empty());
}

TEST_F(Nullifying, AHeldBatchStartsTheLeaderTimer) {
  work();
  script.pass(milliseconds(99));
  EXPECT_FALSE(nullified());
  script.pass(milliseconds(1));
  EXPECT_TRUE(nullified()) << "two Delta";
}

TEST_F(Nullifying, AHeartbeatThatIsDueStartsTheTimers) {
  script.pass(seconds(10));
  EXPECT_FALSE(nullified());
  script.pass(milliseconds(100));
  EXPECT_TRUE(nullified());
}

TEST_F(Nullifying, FPlusOneNullifyVotesStartTheTimers) {
  script.nullify(View{1}, {1});
  script.pass(seconds(1));
  EXPECT_FALSE(nullified()) << "one may be a liar";
  script.nullify(View{1}, {3});
  script.pass(milliseconds(100));
  EXPECT_TRUE(nullified());
}

TEST_F(Nullifying, AProposalStartsTheCertificationTimer) {
  script.propose(script.chain.block(script.chain.anchor(), View{1}), View{1}, View{0});
  script.pass(milliseconds(149));
  EXPECT_FALSE(nullified());
  script.pass(milliseconds(1));
  EXPECT_TRUE(nullified()) << "three Delta without certification";
}

TEST_F(Nullifying, FollowsTheLeadersOwnNullifyAtOnce) {
  script.nullify(View{1}, {2});
  EXPECT_TRUE(nullified());
}

TEST_F(Nullifying, NeverNullifiesWhatItHasFinalized) {
  const auto one = script.certify(script.anchor(), View{1});
  static_cast<void>(one);
  ASSERT_TRUE(script.said(VoteKind::Finalize, View{1}));
  script.nullify(View{1}, {1, 2});
  script.pass(seconds(1));
  EXPECT_FALSE(nullified(1));
}

TEST_F(Nullifying, PassesOverALeaderThatIsDeadWhileAQuorumIsActive) {
  for (int i = 0; i < 8; ++i) {
    script.give(VoteArrived{
        ValidatorIndex{1}, script.chain.vote(make_nullify(Epoch{1}, View{60}), ValidatorIndex{1})});
    script.give(VoteArrived{
        ValidatorIndex{3}, script.chain.vote(make_nullify(Epoch{1}, View{60}), ValidatorIndex{3})});
    script.pass(milliseconds(500));
  }
  EXPECT_FALSE(nullified()) << "there is no work";
  work();
  EXPECT_TRUE(nullified()) << "not even the leader timer is waited for";
}

TEST_F(Nullifying, AQuorumOfNullifyVotesEndsTheView) {
  script.nullify(View{1}, {1, 2, 3});
  EXPECT_EQ(script.status().view, View{2});
  ASSERT_EQ(script.broadcasts<Certificate>().size(), 1U);
  EXPECT_EQ(script.broadcasts<Certificate>()[0].subject, make_nullify(Epoch{1}, View{1}));
}

TEST_F(Nullifying, WorkThatEndsStopsTheTimers) {
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  script.pass(milliseconds(50));
  script.payload.drop(a_batch(10, 1));
  script.give(PayloadChanged{});
  script.pass(seconds(1));
  EXPECT_FALSE(nullified());
}

}  // namespace
}  // namespace vitalstream::consensus
