#pragma once
// MerkleNodes: the complete nodes over a run of leaf hashes in memory, for whoever asks for many of
// them. A level is computed once, when a node of it or of one above is first asked for: so all
// paths of n leaves cost n hashes, and one path of them no more than that. Pure; a value belongs to
// one thread.

#include <optional>
#include <vector>

#include "base/digest.hpp"
#include "crypto/rfc6962.hpp"

namespace vitalstream::crypto {

class MerkleNodes {
 public:
  explicit MerkleNodes(std::vector<Hash32> leaves) { levels_.push_back(std::move(leaves)); }

  // Counted from the first of the leaves. Nothing if they do not fill it.
  [[nodiscard]] std::optional<Hash32> operator()(const NodeId& node);
  [[nodiscard]] std::size_t leaves() const { return levels_.front().size(); }

 private:
  std::vector<std::vector<Hash32>> levels_;
};

}  // namespace vitalstream::crypto
