// C6, C8: one proposal of a view is kept, a second one is evidence.
#include "consensus/core/proposals.hpp"

#include <gtest/gtest.h>

#include "a_chain.hpp"

namespace vitalstream::consensus {
namespace {

using testing::AChain;
using testing::index;

struct ProposalsTest : ::testing::Test {
  AChain chain;
  Proposals proposals{chain.set()};

  Proposal proposal(View view, std::int64_t later = 0) const {
    Block block = chain.block(chain.anchor(), view);
    block.header.timestamp = UnixMs{block.header.timestamp.value() + later};
    return chain.proposal(block, view, View{0});
  }
  void keep(const Proposal& kept) {
    ProposalSlot slot;
    slot.proposal = kept;
    proposals.add(kept.vote.subject.view, std::move(slot));
  }
};

TEST_F(ProposalsTest, AreFoundByTheirView) {
  keep(proposal(View{3}));
  keep(proposal(View{7}, 1));
  ASSERT_NE(proposals.find(View{3}), nullptr);
  EXPECT_EQ(proposals.find(View{4}), nullptr);
  EXPECT_EQ(proposals.next_after(View{3}), View{7});
  EXPECT_EQ(proposals.next_after(View{7}), std::nullopt);
  std::set<BlockDigest> blocks;
  proposals.collect_blocks(blocks);
  EXPECT_EQ(blocks.size(), 2U);
  proposals.forget_up_to(View{3});
  EXPECT_FALSE(proposals.contains(View{3}));
  EXPECT_TRUE(proposals.contains(View{7}));
}

TEST_F(ProposalsTest, RememberWhatTheyWaitForAndWhatTheirLeaderDid) {
  keep(proposal(View{3}));
  proposals.waits_for(View{3}, Progress::AwaitingData);
  proposals.mark_equivocated(View{3});
  proposals.mark_equivocated(View{4});
  EXPECT_EQ(proposals.find(View{3})->waiting, Progress::AwaitingData);
  EXPECT_TRUE(proposals.find(View{3})->equivocated);
  EXPECT_FALSE(proposals.contains(View{4}));
}

TEST_F(ProposalsTest, OneIsVerifiedOnceAndTwoOfAView) {
  const VoteSubject first = proposal(View{3}).vote.subject;
  const VoteSubject second = proposal(View{3}, 1).vote.subject;
  const VoteSubject third = proposal(View{3}, 2).vote.subject;
  EXPECT_TRUE(proposals.begin_check(first, index(3)));
  EXPECT_FALSE(proposals.begin_check(first, index(3)));
  EXPECT_TRUE(proposals.begin_check(second, index(3)));
  EXPECT_FALSE(proposals.begin_check(third, index(3)));
  proposals.end_check(second);
  EXPECT_TRUE(proposals.begin_check(third, index(3)));
}

TEST_F(ProposalsTest, OfAViewWithAnEquivocatingLeaderNoMoreIsVerified) {
  keep(proposal(View{3}));
  EXPECT_FALSE(proposals.begin_check(proposal(View{3}).vote.subject, index(3)));
  const VoteSubject second = proposal(View{3}, 1).vote.subject;
  EXPECT_TRUE(proposals.begin_check(second, index(3)));
  proposals.end_check(second);
  proposals.mark_equivocated(View{3});
  EXPECT_FALSE(proposals.begin_check(proposal(View{3}, 2).vote.subject, index(3)));
}

}  // namespace
}  // namespace vitalstream::consensus
