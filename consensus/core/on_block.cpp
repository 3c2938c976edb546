// C17: blocks by digest, asked for and answered. The digest is the proof, whoever sends the block.
#include "consensus/core/on_block.hpp"

namespace vitalstream::consensus {

void OnBlock::on(const BlockRequested& input) {
  sees_.peers.heard(input.from, sees_.step.now());
  if (sees_.peers.answers_left(input.from, sees_.step.now()) == 0) {
    return;
  }
  sees_.peers.spend_answers(input.from, 1, sees_.step.now());
  if (const Block* block = sees_.chain.find_uncommitted(input.digest)) {
    sees_.step.send(input.from, BlockResponse{*block});
  } else {
    sees_.step.add(AnswerFromStore{input.from, BlockRequest{input.digest}});
  }
}

void OnBlock::on(const BlockArrived& input) {
  sees_.peers.heard(input.from, sees_.step.now());
  const BlockDigest digest = block_digest(sees_.options.genesis, input.block.header);
  if (!sees_.fetches.is_wanted(digest)) {
    return;
  }
  if (input.block.header.payload != payload_digest(input.block.references)) {
    sees_.step.cut(input.from, "a block whose references are not those it commits to");
    return;
  }
  if (digest == sees_.chain.missing() &&
      input.block.header.height <= sees_.chain.root().header.height) {
    sees_.right.halt("two blocks are final at height " +
                     std::to_string(input.block.header.height.value()));
    return;
  }
  sees_.chain.insert(input.block, digest);
}

}  // namespace vitalstream::consensus
