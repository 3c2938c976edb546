#include "crypto/merkle_nodes.hpp"

namespace vitalstream::crypto {

std::optional<Hash32> MerkleNodes::operator()(const NodeId& node) {
  while (levels_.size() <= node.level) {
    const std::vector<Hash32>& below = levels_.back();
    if (below.size() < 2) {
      return std::nullopt;
    }
    std::vector<Hash32> level;
    level.reserve(below.size() / 2);
    for (std::size_t i = 0; i + 1 < below.size(); i += 2) {
      level.push_back(node_hash(below[i], below[i + 1]));
    }
    levels_.push_back(std::move(level));
  }
  const std::vector<Hash32>& level = levels_[node.level];
  return node.index < level.size() ? std::optional(level[node.index]) : std::nullopt;
}

}  // namespace vitalstream::crypto
