#include "consensus/core/on_committed.hpp"

namespace vitalstream::consensus {

void OnCommitted::on(const Committed& input) {
  const Chain::Execution execution = sees_.chain.commit(input);
  sees_.record.add_witness({input.height, execution.of.digest, input.executed_root});
  if (execution.answer == ExecutedAnswer::Contradicted) {
    sees_.right.halt("the own state after height " + std::to_string(input.height.value()) +
                     " is not what final headers commit to");
  }
}

}  // namespace vitalstream::consensus
