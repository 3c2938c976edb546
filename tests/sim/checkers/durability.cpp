#include "tests/sim/checkers/durability.hpp"

#include <string>

namespace vitalstream::checkers {

void Durability::note_vote_leaves(NodeId node, const consensus::VoteSubject& subject,
                                  const DurableFacts& facts) {
  const std::string what = "node " + std::to_string(node.value()) + " view " +
                           std::to_string(subject.view.value()) + " kind " +
                           std::to_string(static_cast<int>(subject.kind)) + ": ";
  if (!facts.record) {
    violations_.report("S6", what + "the vote leaves before its record is durable");
  }
  if (!facts.block) {
    violations_.report("S6", what + "the vote leaves before its block is durable");
  }
  if (!facts.batches) {
    violations_.report("S6", what + "the vote leaves before a batch of its block is durable");
  }
}

}  // namespace vitalstream::checkers
