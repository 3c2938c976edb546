// C7, E2, E3: what a header must satisfy.
#include "consensus/core/proposal_rules.hpp"

#include <gtest/gtest.h>

#include "a_chain.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::AChain;
using testing::sample_digest;

struct ProposalRules : ::testing::Test {
  AChain chain;
  BlockHeader parent = chain.tip().header;
  Block block = chain.block(chain.anchor(), View{1}, {a_batch(10, 1)});
  UnixMs wall = block.header.timestamp;

  HeaderVerdict verdict() const {
    return examine_header(block, {&parent, chain.set().at(chain.set().leader(View{1})).id, wall});
  }
};

TEST_F(ProposalRules, AcceptsARightBlock) { EXPECT_EQ(verdict(), HeaderVerdict::Valid); }

TEST_F(ProposalRules, RefusesAnotherEpoch) {
  block.header.epoch = Epoch{2};
  EXPECT_EQ(verdict(), HeaderVerdict::WrongEpoch);
}

TEST_F(ProposalRules, RefusesAProposerThatIsNotTheLeader) {
  block.header.proposer = ValidatorId{10};
  EXPECT_EQ(verdict(), HeaderVerdict::WrongProposer);
}

TEST_F(ProposalRules, RefusesAHeightThatDoesNotFollow) {
  block.header.height = Height{2};
  EXPECT_EQ(verdict(), HeaderVerdict::WrongHeight);
}

TEST_F(ProposalRules, RefusesATimestampNotAfterTheParents) {
  block.header.timestamp = parent.timestamp;
  EXPECT_EQ(verdict(), HeaderVerdict::TimestampNotAfterParent);
  block.header.timestamp = next(parent.timestamp);
  EXPECT_EQ(verdict(), HeaderVerdict::Valid);
}

TEST_F(ProposalRules, WaitsForATimestampTooFarAhead) {
  wall = UnixMs{block.header.timestamp.value() - kTimestampAheadMsMax};
  EXPECT_EQ(verdict(), HeaderVerdict::Valid);
  wall = UnixMs{wall.value() - 1};
  EXPECT_EQ(verdict(), HeaderVerdict::TooEarly);
}

TEST_F(ProposalRules, AlwaysAcceptsTheFirstTimestampAfterTheParents) {
  block.header.timestamp = next(parent.timestamp);
  wall = UnixMs{0};
  EXPECT_EQ(verdict(), HeaderVerdict::Valid);
}

TEST_F(ProposalRules, RefusesAnExecutedPairBelowOrBesideTheParents) {
  parent.executed_height = Height{0};
  block.header.executed_root = sample_digest<ExecutedRoot>(0x77);
  EXPECT_EQ(verdict(), HeaderVerdict::ExecutedBelowParent);
}

TEST_F(ProposalRules, RefusesAnExecutedHeightAboveTheParent) {
  block.header.executed_height = Height{1};
  EXPECT_EQ(verdict(), HeaderVerdict::ExecutedNotFinal);
}

TEST_F(ProposalRules, RefusesTooManyReferences) {
  block.references.assign(kBlockReferencesMax + 1, a_batch(10, 1));
  EXPECT_EQ(verdict(), HeaderVerdict::TooManyReferences);
}

TEST_F(ProposalRules, RefusesReferencesWhileExecutionLags) {
  parent.height = Height{kExecutionLagMax};
  block.header.height = Height{kExecutionLagMax + 1};
  EXPECT_EQ(verdict(), HeaderVerdict::ReferencesWhileLagging);
  block.references.clear();
  EXPECT_EQ(verdict(), HeaderVerdict::Valid) << "an empty block lets execution catch up";
}

TEST_F(ProposalRules, AllowsReferencesUpToTheLag) {
  parent.height = Height{kExecutionLagMax - 1};
  block.header.height = Height{kExecutionLagMax};
  EXPECT_EQ(verdict(), HeaderVerdict::Valid);
}

TEST_F(ProposalRules, EveryVerdictHasWords) {
  for (int i = 0; i <= static_cast<int>(HeaderVerdict::Valid); ++i) {
    EXPECT_STRNE(to_string(static_cast<HeaderVerdict>(i)), "");
  }
}

}  // namespace
}  // namespace vitalstream::consensus
