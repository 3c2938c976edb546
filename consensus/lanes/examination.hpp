#pragma once
// C7: are the references of a proposal right? A pure question to what is held; asked by Lanes for
// the replica. Deterministic over honest replicas except for what they hold: that is never Invalid.

#include <vector>

#include "consensus/lanes/held_batches.hpp"
#include "consensus/lanes/intake.hpp"
#include "consensus/types/payload.hpp"

namespace vitalstream::consensus {

struct Examination {
  PayloadState state = PayloadState::Ready;
  std::vector<BatchRef> missing;  // only where Missing
};

// What a proposal at this height, on this parent's positions, references.
struct ProposedReferences {
  const LanePositions& parent;
  Height height;
  const std::vector<BatchRef>& references;
};

[[nodiscard]] Examination examine_references(const ValidatorSet& set, const HeldBatches& held,
                                             const Intake& intake,
                                             const ProposedReferences& proposed);

}  // namespace vitalstream::consensus
