#include "tests/sim/checkers/ledgers.hpp"

#include <string>

namespace vitalstream::checkers {

void Ledgers::note_committed(NodeId node, const consensus::Block& block,
                             const consensus::ExecutedRoot& root) {
  const std::uint64_t height = block.header.height.value();
  const auto [known, is_first] = roots_.emplace(height, root);
  if (is_first) {
    check_references(block);
  } else if (known->second != root) {
    violations_.report("S8", "node " + std::to_string(node.value()) + " height " +
                                 std::to_string(height) + ": another state than the others");
  }
  const auto executed = roots_.find(block.header.executed_height.value());
  if (executed != roots_.end() && executed->second != block.header.executed_root) {
    violations_.report("S8", "the header at height " + std::to_string(height) +
                                 " is final with a wrong executed root");
  }
}

void Ledgers::check_references(const consensus::Block& block) {
  for (const consensus::BatchRef& reference : block.references) {
    const std::string what = "height " + std::to_string(block.header.height.value()) + " lane " +
                             std::to_string(reference.lane.value());
    if (!referenced_.insert(reference.digest).second) {
      violations_.report("S4", what + ": a batch is referenced twice");
    }
    consensus::LanePosition& position = lanes_[reference.lane];
    const bool follows = reference.incarnation == position.incarnation
                             ? reference.sequence == next(position.sequence)
                             : reference.incarnation > position.incarnation &&
                                   reference.sequence == consensus::Sequence{1};
    if (!follows) {
      violations_.report("S4", what + ": the reference does not extend the lane");
    }
    position = consensus::position_of(reference);
  }
}

}  // namespace vitalstream::checkers
