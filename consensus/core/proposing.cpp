// C3, C4, C5: the leader's part. E2, E3, E4: what its header commits to.
#include <algorithm>

#include "consensus/core/limits.hpp"
#include "consensus/core/proposal_rules.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::try_propose() {
  if (!is_leader() || proposals_.contains(view_) || !signing_right().covers(view_) ||
      !may_notarize(own_votes_.cast_in(view_), view_, view_)) {
    return;
  }
  if (draining_) {
    nullify();
    return;
  }
  const auto found = certificates_.parent_for(view_);
  const auto* parent = std::get_if<ChainPoint>(&found);
  if (parent == nullptr) {
    // C3: fetch and wait; the leader timer bounds the wait.
    want_certificates(std::get<View>(found), set().leader(std::get<View>(found)), Duration{0});
    return;
  }
  const ChainState* state = tree_.state_after(parent->block, payload_);
  if (state == nullptr) {
    want_state(parent->block);
    return;
  }
  const BlockHeader& header = *tree_.header(parent->block);
  PayloadSelection selection;
  if (!is_lagging(header)) {
    selection = payload_.select(state->lanes, next(header.height));
  }
  if (selection.references.empty() && !wants_empty_block(*parent)) {
    return;
  }
  if (is_gathering(selection)) {
    return;
  }
  auto grown = extend(*state, selection.references, payload_);
  if (!grown) {
    nullify();
    return;
  }
  const Block block = build_block(*parent, std::move(selection.references), grown->log);
  propose(*parent, block, std::move(*grown), std::move(selection.carried));
}

// Little is proposed at once, for the sake of its latency, and enough for a full block too. Between
// the two the wait makes fewer and fuller blocks; it stays far below the leader's own deadline.
bool Replica::is_gathering(const PayloadSelection& selection) const {
  return selection.bytes >= kGatherFromBytes && selection.bytes < kGatherUpToBytes &&
         clock_.now < gathered_at();
}

Instant Replica::gathered_at() const {
  const Duration half_delta{pacing_.delta().value() / 2};
  return timers_.entered() + std::min(options_.parameters.gather_delay, half_delta);
}

// E3: would the next block commit to an execution too far behind it?
bool Replica::is_lagging(const BlockHeader& parent) const {
  return lags(next(parent.height), std::max(executed_.committed(), parent.executed_height));
}

// C2, E3: the reasons to make a block that orders nothing.
bool Replica::wants_empty_block(const ChainPoint& parent) {
  const BlockHeader& header = *tree_.header(parent.block);
  const Duration in_view = clock_.now - timers_.entered();
  const bool result_uncommitted = executed_.payload_height() > header.executed_height;
  const bool not_final = parent.view > certificates_.final_point().view;
  return (result_uncommitted && in_view >= options_.parameters.result_delay) ||
         (not_final && in_view >= pacing_.delta() * 3) ||
         (is_lagging(header) && in_view >= pacing_.delta() && has_work()) || is_heartbeat_due();
}

Block Replica::build_block(const ChainPoint& parent, std::vector<BatchRef> references,
                           const crypto::MerkleFrontier& log) const {
  const BlockHeader& below = *tree_.header(parent.block);
  Block block;
  block.references = std::move(references);
  BlockHeader& header = block.header;
  header.epoch = epoch();
  header.height = next(below.height);
  header.parent = parent.block;
  header.timestamp = std::max(clock_.wall, next(below.timestamp));
  header.proposer = set().at(*options_.own).id;
  header.payload = payload_digest(block.references);
  header.executed_height = below.executed_height;
  header.executed_root = below.executed_root;
  if (executed_.committed() > below.executed_height) {
    header.executed_height = executed_.committed();
    header.executed_root = executed_.root_of_committed();
  }
  header.log_size = log.size().value();
  header.log_root = LogRoot{log.root()};
  return block;
}

void Replica::propose(const ChainPoint& parent, const Block& block, ChainState state,
                      std::vector<BatchDigest> carried) {
  const BlockDigest digest = block_digest(options_.genesis, block.header);
  const VoteSubject subject = make_notarize(epoch(), view_, parent.view, digest);
  tree_.insert_built(block, digest, std::move(state));
  ProposalSlot slot;
  slot.proposal = Proposal{block, Vote{subject, *options_.own, {}}};
  slot.arrived = clock_.now;
  slot.carried = std::move(carried);
  proposals_.emplace(view_, std::move(slot));
  hold_block_in_journal(digest);
  cast(subject);
}

}  // namespace vitalstream::consensus
