#pragma once
// BlockTree: the last delivered block (the root) and the blocks above it that the replica holds,
// whether proposed, certified or final, each with the state of lanes and log after it as soon as
// its data is held. Owned by Chain. A block may be here before its parent is.

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "consensus/core/options.hpp"
#include "consensus/core/payload_source.hpp"
#include "consensus/types/block.hpp"

namespace vitalstream::consensus {

// The state after `references` on top of `parent`; nothing while a batch is not held.
[[nodiscard]] std::optional<ChainState> extend(const ChainState& parent,
                                               const std::vector<BatchRef>& references,
                                               const PayloadSource& payload);

// E4: does the header commit to this log?
[[nodiscard]] bool commits_to(const BlockHeader& header, const crypto::MerkleFrontier& log);

class BlockTree {
 public:
  struct Root {
    BlockHeader header;
    BlockDigest digest;
    ChainState state;
  };

  explicit BlockTree(Root root) : root_(std::move(root)) {}

  [[nodiscard]] const Root& root() const { return root_; }
  [[nodiscard]] bool is_full() const;
  // Ignores what is known already or not above the root.
  void insert(Block block, const BlockDigest& digest);
  // The own proposal, whose log its header has been made of.
  void insert_built(Block block, const BlockDigest& digest, ChainState state);
  [[nodiscard]] bool contains(const BlockDigest& digest) const;  // the root too
  [[nodiscard]] const Block* find(const BlockDigest& digest) const;
  [[nodiscard]] const BlockHeader* header(const BlockDigest& digest) const;  // the root's too

  // Null while an ancestor above the root, or a batch of it or of the block, is not held.
  [[nodiscard]] const ChainState* state_after(const BlockDigest& digest,
                                              const PayloadSource& payload);
  // E4, for a block whose state is known.
  [[nodiscard]] bool log_agrees(const BlockDigest& digest) const;

  // The root moves to its child `digest`, whose state is known.
  void advance(const BlockDigest& digest);
  // Drops what is neither in `wanted` nor above the root.
  void retain(const std::set<BlockDigest>& wanted);
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

 private:
  struct Node {
    Block block;
    std::optional<ChainState> state;
    bool log_agrees = false;
  };

  [[nodiscard]] bool resolve(Node& node, const ChainState& parent, const PayloadSource& payload);

  Root root_;
  std::map<BlockDigest, Node> nodes_;
};

}  // namespace vitalstream::consensus
