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

TEST(OnDrain, StillVotesForTheProposalsOfOthers) {
  Script script;
  script.start();
  script.give(Drain{});
  script.propose(script.chain.block(script.chain.anchor(), View{1}), View{1}, View{0});
  EXPECT_TRUE(script.said(VoteKind::Notarize, View{1}));
  EXPECT_FALSE(script.said(VoteKind::Nullify, View{1}));
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
