#include "crypto/merkle_frontier.hpp"

#include <gtest/gtest.h>

#include "tests/unit/crypto/naive_merkle.hpp"

namespace vitalstream::crypto {
namespace {

MerkleFrontier frontier_over(std::span<const Hash32> leaves) {
  MerkleFrontier frontier;
  for (const Hash32& leaf : leaves) {
    frontier.append(leaf);
  }
  return frontier;
}

TEST(MerkleFrontier, EveryPrefixHasTheRootOfItsLeaves) {
  const std::vector<Hash32> leaves = testing::some_leaves(140);
  MerkleFrontier frontier;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    frontier.append(leaves[i]);
    EXPECT_EQ(frontier.size(), TreeSize{i + 1});
    ASSERT_EQ(frontier.root(), testing::naive_root(std::span(leaves).first(i + 1)));
  }
}

TEST(MerkleFrontier, ACopyRunsAheadAlone) {
  const std::vector<Hash32> leaves = testing::some_leaves(7);
  const MerkleFrontier original = frontier_over(std::span(leaves).first(6));
  MerkleFrontier ahead = original;
  ahead.append(leaves[6]);
  EXPECT_EQ(original.root(), testing::naive_root(std::span(leaves).first(6)));
  EXPECT_EQ(ahead.root(), testing::naive_root(leaves));
}

TEST(MerkleFrontier, EncodingReadsBackAndGoesOn) {
  const std::vector<Hash32> leaves = testing::some_leaves(70);
  for (std::size_t size = 0; size < leaves.size(); ++size) {
    const MerkleFrontier frontier = frontier_over(std::span(leaves).first(size));
    auto decoded = MerkleFrontier::decode(frontier.encode());
    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, frontier);
    decoded->append(leaves[size]);
    EXPECT_EQ(decoded->root(), testing::naive_root(std::span(leaves).first(size + 1)));
  }
}

TEST(MerkleFrontier, EncodingOfAnyOtherLengthIsRefused) {
  Bytes longer = frontier_over(testing::some_leaves(5)).encode();
  const ByteView shorter = ByteView(longer).first(longer.size() - 1);
  EXPECT_EQ(longer.size(), 8U + 2U * 32U);
  EXPECT_FALSE(MerkleFrontier::decode(shorter));
  longer.push_back(0);
  EXPECT_FALSE(MerkleFrontier::decode(longer));
  EXPECT_FALSE(MerkleFrontier::decode({}));
}

}  // namespace
}  // namespace vitalstream::crypto
