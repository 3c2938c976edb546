// C6: the first proposal of a view's leader is the one to be judged. C8, S2: a second one is
// evidence. Proposals of later views wait for their view. What can be neither is dropped before its
// signature is checked, or a leader could keep every verifier busy with proposals.
#include <utility>

#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const ProposalArrived& input) {
  activity_.heard(input.from, clock_.now);
  const VoteSubject& proposed = input.proposal.vote.subject;
  if (!set().has(input.from) || proposed.epoch != epoch()) {
    return;
  }
  // Nobody passes proposals on, and who leads a view is no matter of knowledge.
  if (input.proposal.vote.signer != input.from || set().leader(proposed.view) != input.from) {
    effects_.push_back(CutPeer{input.from, "a proposal of a view that its sender does not lead"});
    return;
  }
  if (may_verify(proposed) && proposal_checks_.add(proposed, input.from, {})) {
    effects_.push_back(VerifyProposal{input.from, input.proposal});
  } else {
    refused_.proposals += 1;
  }
}

// Two in a view are enough: the one to be judged, and another as evidence.
bool Replica::may_verify(const VoteSubject& proposed) const {
  if (!is_in_vote_window(proposed.view) || proposal_checks_.contains(proposed)) {
    return false;
  }
  const auto slot = proposals_.find(proposed.view);
  std::size_t known = proposal_checks_.count_in(proposed.view);
  if (slot != proposals_.end()) {
    if (slot->second.equivocated || slot->second.proposal.vote.subject == proposed) {
      return false;
    }
    known += 1;
  }
  return known < 2;
}

void Replica::on(const ProposalInvalid& input) {
  proposal_checks_.take(input.subject);
  effects_.push_back(CutPeer{input.from, "a proposal that its leader has not signed"});
}

void Replica::on(const ProposalVerified& input) {
  const Proposal& proposal = *input.proposal;
  proposal_checks_.take(proposal.vote.subject);
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
  leader_clocks_.note(proposal.vote.signer, proposal.block.header.timestamp, clock_.now);
  if (tree_.is_full()) {
    return;  // The leader timer gives the view up: a tree that grows on promises has no bound.
  }
  tree_.insert(proposal.block, proposal.vote.subject.block);
  ProposalSlot slot;
  slot.proposal = proposal;
  slot.arrived = clock_.now;
  proposals_.emplace(view, std::move(slot));
  seen_.hear(proposal.vote.signer, view);
  seen_.add_verified(proposal.vote);
  follow(votes_.add_verified(proposal.vote));
}

}  // namespace vitalstream::consensus
