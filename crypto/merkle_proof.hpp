#pragma once
// Inclusion and consistency proofs of RFC 6962 trees: made from nodes that somebody keeps, and
// verified from nothing but roots. Called by the ledger's receipts, the RPC and auditors. Pure; any
// thread.

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/digest.hpp"
#include "crypto/rfc6962.hpp"

namespace vitalstream::crypto {

// Looks a complete node up; nothing if it is not kept.
using NodeReader = std::function<std::optional<Hash32>(const NodeId&)>;

// From the leaf's sibling up to the root's child, or in the order of RFC 6962 section 2.1.2.
using MerkleProof = std::vector<Hash32>;

// Nothing if the tree has no such leaf or a node is missing.
[[nodiscard]] std::optional<MerkleProof> inclusion_proof(const NodeReader& nodes, LeafIndex leaf,
                                                         TreeSize size);

// That the tree of size `older` is a prefix of the tree of size `newer`. Nothing if it is longer,
// or a node is missing. Empty for equal sizes and for an empty older tree, which need no proof.
[[nodiscard]] std::optional<MerkleProof> consistency_proof(const NodeReader& nodes, TreeSize older,
                                                           TreeSize newer);

// The root that the tree had when it had this many leaves. Nothing if a node is missing.
[[nodiscard]] std::optional<Hash32> root_of(const NodeReader& nodes, TreeSize size);

// A tree as a header states it.
struct TreeHead {
  TreeSize size{0};
  Hash32 root{};
  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

// Whether the leaf with this hash is the one at `leaf` in the tree.
[[nodiscard]] bool verify_inclusion(const TreeHead& tree, LeafIndex leaf, const Hash32& hash,
                                    std::span<const Hash32> proof);

[[nodiscard]] bool verify_consistency(const TreeHead& older, const TreeHead& newer,
                                      std::span<const Hash32> proof);

}  // namespace vitalstream::crypto
