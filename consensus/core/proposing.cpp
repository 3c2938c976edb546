#include "consensus/core/proposing.hpp"

#include <algorithm>
#include <utility>

#include "consensus/core/limits.hpp"
#include "consensus/core/proposal_rules.hpp"

namespace vitalstream::consensus {

void Proposing::try_propose() {
  const View view = sees_.view.number();
  if (!sees_.options.leads(view) || sees_.proposals.contains(view) ||
      !sees_.right.in_force().covers(view) ||
      !may_notarize(sees_.record.votes().cast_in(view), view, view)) {
    return;
  }
  if (sees_.right.is_draining()) {
    sees_.nullifying.nullify();
    return;
  }
  const auto found = sees_.certificates.parent_for(view);
  const auto* parent = std::get_if<ChainPoint>(&found);
  if (parent == nullptr) {
    // C3: fetch and wait; the leader timer bounds the wait.
    const View missing = std::get<View>(found);
    sees_.fetches.want_certificates(missing, sees_.options.leader(missing), Duration{0});
    return;
  }
  const ChainState* state = sees_.chain.state_after(parent->block);
  if (state == nullptr) {
    sees_.fetches.want_state(parent->block);
    return;
  }
  const BlockHeader& header = *sees_.chain.header(parent->block);
  PayloadSelection selection;
  if (!is_lagging(header)) {
    selection = sees_.payload.select(state->lanes, next(header.height));
  }
  if (selection.references.empty() && !wants_empty_block(*parent)) {
    return;
  }
  if (is_gathering(selection)) {
    return;
  }
  auto grown = extend(*state, selection.references, sees_.payload);
  if (!grown) {
    sees_.nullifying.nullify();
    return;
  }
  const Block block = build_block(*parent, std::move(selection.references), grown->log);
  propose(*parent, block, std::move(*grown), std::move(selection.carried));
}

// Little is proposed at once, for the sake of its latency, and enough for a full block too. Between
// the two the wait makes fewer and fuller blocks; it stays far below the leader's own deadline.
bool Proposing::is_gathering(const PayloadSelection& selection) const {
  return selection.bytes >= kGatherFromBytes && selection.bytes < kGatherUpToBytes &&
         sees_.step.now() < gathered_at();
}

Instant Proposing::gathered_at() const {
  const Duration half_delta{sees_.pacing.delta().value() / 2};
  return sees_.view.entered() + std::min(sees_.options.parameters.gather_delay, half_delta);
}

// E3: would the next block commit to an execution too far behind it?
bool Proposing::is_lagging(const BlockHeader& parent) const {
  return lags(next(parent.height),
              std::max(sees_.chain.executed().committed(), parent.executed_height));
}

// C2, E3: the reasons to make a block that orders nothing.
bool Proposing::wants_empty_block(const ChainPoint& parent) {
  const BlockHeader& header = *sees_.chain.header(parent.block);
  const Duration in_view = sees_.view.lasts(sees_.step.now());
  const Duration delta = sees_.pacing.delta();
  const bool result_uncommitted = sees_.chain.executed().payload_height() > header.executed_height;
  const bool not_final = parent.view > sees_.certificates.final_point().view;
  return (result_uncommitted && in_view >= sees_.options.parameters.result_delay) ||
         (not_final && in_view >= delta * 3) ||
         (is_lagging(header) && in_view >= delta && sees_.nullifying.has_work()) ||
         sees_.nullifying.is_heartbeat_due();
}

Block Proposing::build_block(const ChainPoint& parent, std::vector<BatchRef> references,
                             const crypto::MerkleFrontier& log) const {
  const BlockHeader& below = *sees_.chain.header(parent.block);
  Block block;
  block.references = std::move(references);
  BlockHeader& header = block.header;
  header.epoch = sees_.options.epoch();
  header.height = next(below.height);
  header.parent = parent.block;
  header.timestamp = std::max(sees_.step.wall(), next(below.timestamp));
  header.proposer = sees_.options.validators.at(*sees_.options.own).id;
  header.payload = payload_digest(block.references);
  header.executed_height = below.executed_height;
  header.executed_root = below.executed_root;
  const ExecutedRoots& executed = sees_.chain.executed();
  if (executed.committed() > below.executed_height) {
    header.executed_height = executed.committed();
    header.executed_root = executed.root_of_committed();
  }
  header.log_size = log.size().value();
  header.log_root = LogRoot{log.root()};
  return block;
}

void Proposing::propose(const ChainPoint& parent, const Block& block, ChainState state,
                        std::vector<BatchDigest> carried) {
  const BlockDigest digest = block_digest(sees_.options.genesis, block.header);
  const View view = sees_.view.number();
  const VoteSubject subject = make_notarize(sees_.options.epoch(), view, parent.view, digest);
  sees_.chain.insert_built(block, digest, std::move(state));
  ProposalSlot slot;
  slot.proposal = Proposal{block, Vote{subject, *sees_.options.own, {}}};
  slot.arrived = sees_.step.now();
  slot.carried = std::move(carried);
  sees_.proposals.add(view, std::move(slot));
  sees_.casting.vouch_for(digest);
  sees_.casting.cast(subject);
}

}  // namespace vitalstream::consensus
