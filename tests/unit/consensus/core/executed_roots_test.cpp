// E2: what the own execution says about headers.
#include "consensus/core/executed_roots.hpp"

#include <gtest/gtest.h>

#include "a_chain.hpp"

namespace vitalstream::consensus {
namespace {

using testing::AChain;
using testing::sample_digest;

BlockHeader claiming(std::uint64_t height, std::uint8_t root) {
  BlockHeader header;
  header.executed_height = Height{height};
  header.executed_root = sample_digest<ExecutedRoot>(root);
  return header;
}

struct Executed : ::testing::Test {
  ExecutedRoots roots{AChain{}.tip()};

  void SetUp() override {
    ASSERT_EQ(roots.commit(Height{1}, sample_digest<ExecutedRoot>(1), true),
              ExecutedAnswer::Unknown);
  }
};

TEST_F(Executed, ConfirmsTheOwnRootAndContradictsAnother) {
  EXPECT_EQ(roots.check(claiming(1, 1)), ExecutedAnswer::Confirmed);
  EXPECT_EQ(roots.check(claiming(1, 2)), ExecutedAnswer::Contradicted);
}

TEST_F(Executed, DoesNotKnowWhatItHasNotExecuted) {
  EXPECT_EQ(roots.check(claiming(2, 2)), ExecutedAnswer::Unknown);
}

TEST_F(Executed, HoldsAFinalHeadersClaimAgainstTheRootThatComesLater) {
  EXPECT_EQ(roots.claim(claiming(2, 2)), ExecutedAnswer::Unknown);
  EXPECT_EQ(roots.commit(Height{2}, sample_digest<ExecutedRoot>(3), false),
            ExecutedAnswer::Contradicted);
}

TEST_F(Executed, AgreesWithAFinalHeadersRightClaim) {
  EXPECT_EQ(roots.claim(claiming(2, 2)), ExecutedAnswer::Unknown);
  EXPECT_EQ(roots.commit(Height{2}, sample_digest<ExecutedRoot>(2), false),
            ExecutedAnswer::Confirmed);
}

TEST_F(Executed, RemembersTheNewestBlockThatOrderedSomething) {
  EXPECT_EQ(roots.payload_height(), Height{1});
  ASSERT_NE(roots.commit(Height{2}, ExecutedRoot{}, false), ExecutedAnswer::Contradicted);
  EXPECT_EQ(roots.payload_height(), Height{1});
  EXPECT_EQ(roots.committed(), Height{2});
}

TEST_F(Executed, ForgetsWhatNoHeaderCanNameButNeverTheNewest) {
  roots.forget_below(Height{9});
  EXPECT_FALSE(roots.own(Height{0}));
  EXPECT_TRUE(roots.own(Height{1}));
}

TEST_F(Executed, BlocksAreExecutedInOrder) {
  EXPECT_DEATH(static_cast<void>(roots.commit(Height{5}, ExecutedRoot{}, false)), "invariant");
}

TEST_F(Executed, ATipWithoutItsRootsIsRefused) {
  CommittedTip tip = AChain{}.tip();
  tip.executed_roots.clear();
  EXPECT_DEATH(ExecutedRoots{tip}, "invariant");
}

}  // namespace
}  // namespace vitalstream::consensus
