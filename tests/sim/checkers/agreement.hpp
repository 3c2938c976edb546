#pragma once
// S1: the same block at each height on all honest nodes. S2: final chains are prefixes of one
// another: each block's parent is the block before, and no node goes back.

#include <map>

#include "consensus/types/block.hpp"
#include "tests/sim/checkers/violations.hpp"

namespace vitalstream::checkers {

class Agreement {
 public:
  explicit Agreement(Violations& violations) : violations_(violations) {}

  // The anchor is the parent of the block at height 1.
  void note_anchor(const consensus::BlockDigest& anchor) { chain_[0] = anchor; }
  void note_final(NodeId node, const consensus::BlockHeader& header,
                  const consensus::BlockDigest& digest);
  // The node starts again from what its database holds; it may deliver what comes after once more.
  void note_restart(NodeId node, consensus::Height database);
  [[nodiscard]] std::uint64_t height() const { return chain_.empty() ? 0 : chain_.rbegin()->first; }

 private:
  Violations& violations_;
  std::map<std::uint64_t, consensus::BlockDigest> chain_;
  std::map<NodeId, std::uint64_t> heights_;
};

}  // namespace vitalstream::checkers
