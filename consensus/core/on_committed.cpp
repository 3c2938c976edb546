// E1, E2: the own execution has moved on; headers that waited for it can be judged.
#include "base/assert.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const Committed& input) {
  VS_ASSERT(!uncommitted_.empty() && uncommitted_.front().block.header.height == input.height);
  const Delivered block = std::move(uncommitted_.front());
  uncommitted_.pop_front();
  witnessed_ = WitnessedCommit{input.height, block.digest, input.executed_root};
  journal_.add(*witnessed_);
  const bool has_payload = !block.block.references.empty();
  if (executed_.commit(input.height, input.executed_root, has_payload) ==
      ExecutedAnswer::Contradicted) {
    halt("the own state after height " + std::to_string(input.height.value()) +
         " is not what final headers commit to");
  }
}

}  // namespace vitalstream::consensus
