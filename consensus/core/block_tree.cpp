#include "consensus/core/block_tree.hpp"

#include <utility>

#include "base/assert.hpp"
#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

std::optional<ChainState> extend(const ChainState& parent, const std::vector<BatchRef>& references,
                                 const PayloadSource& payload) {
  for (const BatchRef& reference : references) {
    if (payload.leaves(reference.digest) == nullptr) {
      return std::nullopt;
    }
  }
  ChainState state = parent;
  for (const BatchRef& reference : references) {
    for (const Hash32& leaf : *payload.leaves(reference.digest)) {
      state.log.append(leaf);
    }
    state.lanes[reference.lane] = position_of(reference);
  }
  return state;
}

bool commits_to(const BlockHeader& header, const crypto::MerkleFrontier& log) {
  return header.log_size == log.size().value() && header.log_root == LogRoot{log.root()};
}

bool BlockTree::is_full() const { return nodes_.size() >= kTreeBlocksMax; }

void BlockTree::insert(Block block, const BlockDigest& digest) {
  if (block.header.height > root_.header.height) {
    nodes_.try_emplace(digest, Node{std::move(block), std::nullopt, false});
  }
}

void BlockTree::insert_built(Block block, const BlockDigest& digest, ChainState state) {
  nodes_.try_emplace(digest, Node{std::move(block), std::move(state), true});
}

bool BlockTree::contains(const BlockDigest& digest) const {
  return digest == root_.digest || nodes_.contains(digest);
}

const Block* BlockTree::find(const BlockDigest& digest) const {
  const auto found = nodes_.find(digest);
  return found == nodes_.end() ? nullptr : &found->second.block;
}

const BlockHeader* BlockTree::header(const BlockDigest& digest) const {
  if (digest == root_.digest) {
    return &root_.header;
  }
  const Block* block = find(digest);
  return block == nullptr ? nullptr : &block->header;
}

const ChainState* BlockTree::state_after(const BlockDigest& digest, const PayloadSource& payload) {
  // From the block down to the nearest ancestor whose state is known, then up again.
  std::vector<Node*> unresolved;
  const ChainState* state = nullptr;
  for (BlockDigest at = digest; state == nullptr;) {
    if (at == root_.digest) {
      state = &root_.state;
      break;
    }
    const auto found = nodes_.find(at);
    if (found == nodes_.end()) {
      return nullptr;
    }
    if (found->second.state) {
      state = &*found->second.state;
    } else {
      unresolved.push_back(&found->second);
      at = found->second.block.header.parent;
    }
  }
  for (auto node = unresolved.rbegin(); node != unresolved.rend(); ++node) {
    if (!resolve(**node, *state, payload)) {
      return nullptr;
    }
    state = &*(*node)->state;
  }
  return state;
}

bool BlockTree::resolve(Node& node, const ChainState& parent, const PayloadSource& payload) {
  node.state = extend(parent, node.block.references, payload);
  if (!node.state) {
    return false;
  }
  node.log_agrees = commits_to(node.block.header, node.state->log);
  return true;
}

bool BlockTree::log_agrees(const BlockDigest& digest) const {
  const auto found = nodes_.find(digest);
  return digest == root_.digest || (found != nodes_.end() && found->second.log_agrees);
}

void BlockTree::advance(const BlockDigest& digest) {
  const auto found = nodes_.find(digest);
  VS_ASSERT(found != nodes_.end() && found->second.state);
  VS_ASSERT(found->second.block.header.parent == root_.digest);
  root_ = {found->second.block.header, digest, std::move(*found->second.state)};
  nodes_.erase(found);
}

void BlockTree::retain(const std::set<BlockDigest>& wanted) {
  std::erase_if(nodes_, [&](const auto& entry) {
    const Height height = entry.second.block.header.height;
    return height <= root_.header.height || !wanted.contains(entry.first);
  });
}

}  // namespace vitalstream::consensus
