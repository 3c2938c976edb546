#include "crypto/merkle_nodes.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "crypto/merkle_proof.hpp"
#include "tests/unit/crypto/naive_merkle.hpp"

namespace vitalstream::crypto {
namespace {

constexpr std::size_t kAllSizes = 70;

TEST(MerkleNodes, AreTheRootsOfTheCompleteSubtreesAndNoOthers) {
  const std::vector<Hash32> leaves = testing::some_leaves(21);
  MerkleNodes nodes(leaves);
  // The highest first, so that those below are computed for it.
  for (unsigned level = 7; level-- > 0;) {
    const std::uint64_t width = std::uint64_t{1} << level;
    for (std::uint64_t index = 0; index <= leaves.size(); ++index) {
      const auto node = nodes({level, index});
      const bool is_complete = (index + 1) * width <= leaves.size();
      ASSERT_EQ(node.has_value(), is_complete) << level << " " << index;
      if (is_complete) {
        EXPECT_EQ(*node, testing::naive_root(
                             std::span<const Hash32>(leaves).subspan(index * width, width)));
      }
    }
  }
  EXPECT_EQ(nodes({63, 0}), std::nullopt);
}

TEST(MerkleNodes, ProveEachLeafOfTreesOfAllSizes) {
  const std::vector<Hash32> all = testing::some_leaves(kAllSizes);
  for (std::size_t size = 1; size <= kAllSizes; ++size) {
    const auto leaves = std::span<const Hash32>(all).first(size);
    MerkleNodes nodes({leaves.begin(), leaves.end()});
    for (std::size_t i = 0; i < size; ++i) {
      EXPECT_EQ(inclusion_proof(std::ref(nodes), LeafIndex{i}, TreeSize{nodes.leaves()}),
                testing::naive_path(i, leaves));
    }
  }
}

TEST(MerkleNodes, OverNothingThereAreNone) {
  MerkleNodes nodes({});
  EXPECT_EQ(nodes({0, 0}), std::nullopt);
  EXPECT_EQ(nodes({1, 0}), std::nullopt);
}

}  // namespace
}  // namespace vitalstream::crypto
