#include "tests/sim/checkers/agreement.hpp"

#include <string>

#include "base/hex.hpp"

namespace vitalstream::checkers {

void Agreement::note_final(NodeId node, const consensus::BlockHeader& header,
                           const consensus::BlockDigest& digest) {
  const std::uint64_t height = header.height.value();
  const std::string where =
      "node " + std::to_string(node.value()) + " height " + std::to_string(height);
  const auto [known, is_first] = chain_.emplace(height, digest);
  if (!is_first && known->second != digest) {
    violations_.report("S1", where + ": two final blocks, " + to_hex(digest.view()).substr(0, 12) +
                                 " and " + to_hex(known->second.view()).substr(0, 12));
  }
  const auto parent = chain_.find(height - 1);
  if (parent == chain_.end() || parent->second != header.parent) {
    violations_.report("S2", where + ": the parent is not the final block before");
  }
  std::uint64_t& last = heights_[node];
  if (height != last + 1) {
    violations_.report("S2", where + ": delivered after " + std::to_string(last));
  }
  last = height;
}

void Agreement::note_restart(NodeId node, consensus::Height database) {
  heights_[node] = database.value();
}

}  // namespace vitalstream::checkers
