#pragma once
// The two hashes of an RFC 6962 Merkle tree and the numbers that its nodes are called by. The tree
// of all transactions and the tree of a block's results are both of this kind. Pure; any thread.

#include <compare>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "base/strong.hpp"

namespace vitalstream::crypto {

// How many leaves a tree has, and the position of one of them, from zero.
using TreeSize = Strong<struct TreeSizeTag, std::uint64_t>;
using LeafIndex = Strong<struct LeafIndexTag, std::uint64_t>;

// The root of the complete subtree over the leaves [index * 2^level, (index + 1) * 2^level).
struct NodeId {
  unsigned level = 0;
  std::uint64_t index = 0;
  friend bool operator==(const NodeId&, const NodeId&) = default;
  friend auto operator<=>(const NodeId&, const NodeId&) = default;
};

// SHA-256 of nothing: the root of a tree without leaves.
[[nodiscard]] Hash32 empty_tree_root();

// SHA-256(0x00 || entry).
[[nodiscard]] Hash32 leaf_hash(ByteView entry);

// SHA-256(0x01 || left || right). The prefixes keep a leaf from passing as a node.
[[nodiscard]] Hash32 node_hash(const Hash32& left, const Hash32& right);

// The root of the tree over these leaf hashes.
[[nodiscard]] Hash32 merkle_root(std::span<const Hash32> leaves);

}  // namespace vitalstream::crypto
