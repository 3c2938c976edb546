#pragma once
// L3: which batches a new block references. A pure question to what is held and what peers report;
// asked by Lanes when the replica builds a proposal.

#include "consensus/lanes/options.hpp"
#include "consensus/lanes/peer_reports.hpp"
#include "consensus/types/payload.hpp"

namespace vitalstream::consensus {

// Per lane the batches after its position in the parent up to the highest that a quorum holds, then
// small ones that are carried with the proposal, all within the limits of a block (L5).
[[nodiscard]] PayloadSelection select_references(const LanesOptions& options,
                                                 const HeldBatches& held,
                                                 const PeerReports& reports,
                                                 const LanePositions& parent, Height height);

// The newest batch of an incarnation that a quorum is known to hold: this validator, the lane's
// owner, who signed it, and every peer whose newest matching report lies at or beyond it.
[[nodiscard]] Sequence covered_up_to(const LanesOptions& options, const PeerReports& reports,
                                     ValidatorId lane, Incarnation incarnation);

}  // namespace vitalstream::consensus
