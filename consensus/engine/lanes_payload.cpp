#include "consensus/engine/lanes_payload.hpp"

namespace vitalstream::consensus {

PayloadSelection LanesPayload::select(const LanePositions& parent, Height height) const {
  PayloadSelection selection = lanes_->select(parent, height);
  lanes_->pin(selection.references, height);
  return selection;
}

PayloadState LanesPayload::examine(const LanePositions& parent, Height height,
                                   const std::vector<BatchRef>& references) const {
  const PayloadState state = lanes_->examine(parent, height, references).state;
  if (state == PayloadState::Ready) {
    lanes_->pin(references, height);
  }
  return state;
}

const std::vector<Hash32>* LanesPayload::leaves(const BatchDigest& batch) const {
  return lanes_->leaves(batch);
}

bool LanesPayload::has_work(const LanePositions& positions) const {
  return lanes_->has_work(positions);
}

}  // namespace vitalstream::consensus
