#include "consensus/core/block_tree.hpp"

#include <gtest/gtest.h>

#include "a_chain.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::AChain;
using testing::FakePayload;

struct Tree : ::testing::Test {
  AChain chain;
  FakePayload payload;
  BlockTree tree{{chain.tip().header, chain.tip().digest, chain.tip().state}};

  BlockDigest put(const BlockDigest& parent, View view, std::vector<BatchRef> references = {}) {
    const Block block = chain.block(parent, view, std::move(references));
    const BlockDigest digest = chain.add(block);
    tree.insert(block, digest);
    return digest;
  }
};

TEST_F(Tree, KnowsNoStateWhileABatchIsNotHeld) {
  const BlockDigest block = put(chain.anchor(), View{1}, {a_batch(10, 1)});
  EXPECT_EQ(tree.state_after(block, payload), nullptr);
  payload.hold(a_batch(10, 1));
  const ChainState* state = tree.state_after(block, payload);
  ASSERT_NE(state, nullptr);
  EXPECT_EQ(state->lanes.at(ValidatorId{10}).sequence, Sequence{1});
  EXPECT_EQ(state->log, chain.state(block).log);
}

TEST_F(Tree, KnowsNoStateWhileAnAncestorIsMissing) {
  const Block parent = chain.block(chain.anchor(), View{1});
  const BlockDigest parent_digest = chain.add(parent);
  const BlockDigest child = put(parent_digest, View{2});
  EXPECT_EQ(tree.state_after(child, payload), nullptr);
  tree.insert(parent, parent_digest);
  EXPECT_NE(tree.state_after(child, payload), nullptr);
}

TEST_F(Tree, FindsOutWhetherAHeaderCommitsToTheLogOfItsBatches) {
  payload.hold(a_batch(10, 1));
  const BlockDigest right = put(chain.anchor(), View{1}, {a_batch(10, 1)});
  Block lying = chain.block(chain.anchor(), View{2}, {a_batch(10, 1)});
  lying.header.log_size += 1;
  const BlockDigest wrong = chain.add(lying);
  tree.insert(lying, wrong);
  ASSERT_NE(tree.state_after(right, payload), nullptr);
  ASSERT_NE(tree.state_after(wrong, payload), nullptr);
  EXPECT_TRUE(tree.log_agrees(right));
  EXPECT_FALSE(tree.log_agrees(wrong));
}

TEST_F(Tree, MovesItsRootToAChildAndDropsWhatIsNotWanted) {
  const BlockDigest final_block = put(chain.anchor(), View{1});
  const BlockDigest sibling = put(chain.anchor(), View{2});
  const BlockDigest child = put(final_block, View{3});
  ASSERT_NE(tree.state_after(final_block, payload), nullptr);
  tree.advance(final_block);
  tree.retain({child, sibling});
  EXPECT_EQ(tree.root().digest, final_block);
  EXPECT_TRUE(tree.contains(child));
  EXPECT_FALSE(tree.contains(sibling)) << "not above the root";
  tree.retain({});
  EXPECT_FALSE(tree.contains(child));
}

TEST_F(Tree, TakesNothingAtOrBelowItsRoot) {
  Block block = chain.block(chain.anchor(), View{1});
  block.header.height = Height{0};
  tree.insert(block, testing::sample_digest<BlockDigest>(1));
  EXPECT_EQ(tree.size(), 0U);
}

TEST_F(Tree, ExtendsAStateByReferencesInTheirOrder) {
  payload.hold(a_batch(10, 1));
  payload.hold(a_batch(10, 2));
  const auto state = extend(ChainState{}, {a_batch(10, 1), a_batch(10, 2)}, payload);
  ASSERT_TRUE(state);
  EXPECT_EQ(state->log.size().value(), 4U);
  EXPECT_EQ(state->lanes.at(ValidatorId{10}).sequence, Sequence{2});
  EXPECT_FALSE(extend(ChainState{}, {a_batch(20, 1)}, payload));
}

}  // namespace
}  // namespace vitalstream::consensus
