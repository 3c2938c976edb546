#include "crypto/merkle_proof.hpp"

#include <gtest/gtest.h>

#include "tests/unit/crypto/naive_merkle.hpp"

namespace vitalstream::crypto {
namespace {

constexpr std::size_t kAllSizes = 70;

// Complete nodes over the leaves, computed by definition.
NodeReader nodes_over(std::span<const Hash32> leaves) {
  return [leaves](const NodeId& node) -> std::optional<Hash32> {
    const std::uint64_t width = std::uint64_t{1} << node.level;
    const std::uint64_t first = node.index * width;
    if (first + width > leaves.size()) {
      return std::nullopt;
    }
    return testing::naive_root(leaves.subspan(first, width));
  };
}

TreeHead head_of(std::span<const Hash32> leaves) {
  return {TreeSize{leaves.size()}, testing::naive_root(leaves)};
}

TEST(InclusionProof, AgreesWithTheDefinitionAndVerifiesForAllSizes) {
  const std::vector<Hash32> all = testing::some_leaves(kAllSizes);
  for (std::size_t size = 1; size <= kAllSizes; ++size) {
    const auto leaves = std::span<const Hash32>(all).first(size);
    const TreeHead head = head_of(leaves);
    for (std::size_t i = 0; i < size; ++i) {
      const auto proof = inclusion_proof(nodes_over(leaves), LeafIndex{i}, TreeSize{size});
      ASSERT_TRUE(proof);
      ASSERT_EQ(*proof, testing::naive_path(i, leaves)) << i << " of " << size;
      ASSERT_TRUE(verify_inclusion(head, LeafIndex{i}, leaves[i], *proof));
    }
  }
}

TEST(InclusionProof, ReadsOnlyNodesOfTheSmallerTree) {
  const std::vector<Hash32> all = testing::some_leaves(100);
  const auto older = std::span<const Hash32>(all).first(37);
  for (std::size_t i = 0; i < older.size(); ++i) {
    EXPECT_EQ(inclusion_proof(nodes_over(all), LeafIndex{i}, TreeSize{37}),
              testing::naive_path(i, older));
  }
}

TEST(InclusionProof, FailsForAnotherLeafAnotherPositionAnotherTree) {
  const std::vector<Hash32> leaves = testing::some_leaves(13);
  const TreeHead head = head_of(leaves);
  const MerkleProof proof = testing::naive_path(5, leaves);
  ASSERT_TRUE(verify_inclusion(head, LeafIndex{5}, leaves[5], proof));
  EXPECT_FALSE(verify_inclusion(head, LeafIndex{5}, leaves[6], proof));
  for (std::size_t other = 0; other < 20; ++other) {
    EXPECT_EQ(verify_inclusion(head, LeafIndex{other}, leaves[5], proof), other == 5);
  }
  EXPECT_FALSE(verify_inclusion({TreeSize{4}, head.root}, LeafIndex{5}, leaves[5], proof));
  EXPECT_FALSE(verify_inclusion({TreeSize{13}, leaves[0]}, LeafIndex{5}, leaves[5], proof));
}

TEST(InclusionProof, FailsWithAnyHashChangedAddedOrTakenAway) {
  const std::vector<Hash32> leaves = testing::some_leaves(21);
  const TreeHead head = head_of(leaves);
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const MerkleProof proof = testing::naive_path(i, leaves);
    for (std::size_t at = 0; at < proof.size(); ++at) {
      MerkleProof changed = proof;
      changed[at][31] ^= 1U;
      EXPECT_FALSE(verify_inclusion(head, LeafIndex{i}, leaves[i], changed));
      MerkleProof shorter = proof;
      shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(at));
      EXPECT_FALSE(verify_inclusion(head, LeafIndex{i}, leaves[i], shorter));
    }
    MerkleProof longer = proof;
    longer.push_back(leaves[0]);
    EXPECT_FALSE(verify_inclusion(head, LeafIndex{i}, leaves[i], longer));
  }
}

TEST(InclusionProof, IsRefusedBeyondTheTreeOrWithoutItsNodes) {
  const std::vector<Hash32> leaves = testing::some_leaves(8);
  EXPECT_FALSE(inclusion_proof(nodes_over(leaves), LeafIndex{8}, TreeSize{8}));
  EXPECT_FALSE(inclusion_proof(nodes_over(leaves), LeafIndex{0}, TreeSize{0}));
  EXPECT_FALSE(inclusion_proof(nodes_over(leaves), LeafIndex{0}, TreeSize{9}));
  EXPECT_FALSE(verify_inclusion({TreeSize{0}, empty_tree_root()}, LeafIndex{0}, leaves[0], {}));
}

TEST(ConsistencyProof, AgreesWithTheDefinitionAndVerifiesForAllSizes) {
  const std::vector<Hash32> all = testing::some_leaves(kAllSizes);
  for (std::size_t newer = 1; newer <= kAllSizes; ++newer) {
    const auto leaves = std::span<const Hash32>(all).first(newer);
    const TreeHead newer_head = head_of(leaves);
    for (std::size_t older = 1; older <= newer; ++older) {
      const auto proof = consistency_proof(nodes_over(leaves), TreeSize{older}, TreeSize{newer});
      ASSERT_TRUE(proof);
      ASSERT_EQ(*proof, testing::naive_proof(older, leaves)) << older << " of " << newer;
      ASSERT_TRUE(verify_consistency(head_of(leaves.first(older)), newer_head, *proof));
    }
  }
}

TEST(ConsistencyProof, EmptyTreeIsAPrefixOfAllWithoutProof) {
  const std::vector<Hash32> leaves = testing::some_leaves(5);
  const auto proof = consistency_proof(nodes_over(leaves), TreeSize{0}, TreeSize{5});
  ASSERT_TRUE(proof);
  EXPECT_TRUE(proof->empty());
  EXPECT_TRUE(verify_consistency({TreeSize{0}, empty_tree_root()}, head_of(leaves), *proof));
  EXPECT_FALSE(verify_consistency({TreeSize{0}, leaves[0]}, head_of(leaves), *proof));
  EXPECT_FALSE(verify_consistency({TreeSize{0}, empty_tree_root()}, head_of(leaves), leaves));
}

TEST(ConsistencyProof, FailsForALongerOlderTreeAndForEqualSizesWithOtherRoots) {
  const std::vector<Hash32> leaves = testing::some_leaves(6);
  EXPECT_FALSE(consistency_proof(nodes_over(leaves), TreeSize{6}, TreeSize{5}));
  const auto prefix = std::span<const Hash32>(leaves).first(5);
  EXPECT_FALSE(verify_consistency(head_of(leaves), head_of(prefix), {}));
  EXPECT_TRUE(verify_consistency(head_of(leaves), head_of(leaves), {}));
  EXPECT_FALSE(verify_consistency(head_of(leaves), {TreeSize{6}, leaves[0]}, {}));
}

TEST(ConsistencyProof, FailsWithAnyHashChangedAddedOrTakenAway) {
  const std::vector<Hash32> leaves = testing::some_leaves(23);
  const TreeHead newer = head_of(leaves);
  for (std::size_t size = 1; size < leaves.size(); ++size) {
    const TreeHead older = head_of(std::span<const Hash32>(leaves).first(size));
    const MerkleProof proof = testing::naive_proof(size, leaves);
    for (std::size_t at = 0; at < proof.size(); ++at) {
      MerkleProof changed = proof;
      changed[at][0] ^= 1U;
      EXPECT_FALSE(verify_consistency(older, newer, changed));
      MerkleProof shorter = proof;
      shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(at));
      EXPECT_FALSE(verify_consistency(older, newer, shorter));
    }
    MerkleProof longer = proof;
    longer.push_back(leaves[0]);
    EXPECT_FALSE(verify_consistency(older, newer, longer));
    EXPECT_FALSE(verify_consistency({older.size, newer.root}, newer, proof));
  }
}

}  // namespace
}  // namespace vitalstream::crypto
