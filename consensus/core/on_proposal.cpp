// C6: the first proposal of a view's leader is the one to be judged. C8, S2: a second one is
// evidence. Proposals of later views wait for their view.
#include <utility>

#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const ProposalArrived& input) {
  activity_.heard(input.from, clock_.now);
  const Proposal& proposal = *input.proposal;
  const View view = proposal.vote.subject.view;
  if (is_own(proposal.vote.signer) && is_foreign(proposal.vote.subject)) {
    halt_for_foreign_vote(view);
    return;
  }
  if (!is_in_vote_window(view) || is_own(proposal.vote.signer)) {
    return;
  }
  const auto found = proposals_.find(view);
  if (found != proposals_.end()) {
    ProposalSlot& slot = found->second;
    if (slot.proposal.vote.subject != proposal.vote.subject && !slot.equivocated) {
      slot.equivocated = true;
      effects_.push_back(ReportEvidence{ConflictingVotes{slot.proposal.vote, proposal.vote}});
    }
    return;
  }
  if (tree_.is_full()) {
    return;  // The leader timer gives the view up: a tree that grows on promises has no bound.
  }
  tree_.insert(proposal.block, proposal.vote.subject.block);
  ProposalSlot slot;
  slot.proposal = proposal;
  slot.arrived = clock_.now;
  proposals_.emplace(view, std::move(slot));
  highest_seen_[proposal.vote.signer.value()] =
      std::max(highest_seen_[proposal.vote.signer.value()], view);
  follow(votes_.add_verified(proposal.vote));
}

}  // namespace vitalstream::consensus
