// C17: blocks by digest, asked for and answered. The digest is the proof, whoever sends the block.
#include <algorithm>

#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const BlockRequested& input) {
  activity_.heard(input.from, clock_.now);
  if (answer_budget_.left(input.from, clock_.now) == 0) {
    return;
  }
  answer_budget_.spend(input.from, 1, clock_.now);
  const Block* block = tree_.find(input.digest);
  const auto delivered = std::ranges::find(uncommitted_, input.digest, &Delivered::digest);
  if (block == nullptr && delivered != uncommitted_.end()) {
    block = &delivered->block;
  }
  if (block != nullptr) {
    send(input.from, BlockResponse{*block});
  } else {
    effects_.push_back(AnswerFromStore{input.from, BlockRequest{input.digest}});
  }
}

void Replica::on(const BlockArrived& input) {
  activity_.heard(input.from, clock_.now);
  const BlockDigest digest = block_digest(options_.genesis, input.block.header);
  if (!block_fetches_.is_wanted(digest)) {
    return;
  }
  if (input.block.header.payload != payload_digest(input.block.references)) {
    effects_.push_back(CutPeer{input.from, "a block whose references are not those it commits to"});
    return;
  }
  if (digest == missing_final_ && input.block.header.height <= tree_.root().header.height) {
    halt("two blocks are final at height " + std::to_string(input.block.header.height.value()));
    return;
  }
  tree_.insert(input.block, digest);
}

}  // namespace vitalstream::consensus
