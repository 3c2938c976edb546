// C6: the first proposal of a view's leader is the one to be judged. C8, S2: a second one is
// evidence. Proposals of later views wait for their view. What can be neither is dropped before its
// signature is checked, or a leader could keep every verifier busy with proposals.
#include "consensus/core/on_proposal.hpp"

#include <utility>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

void OnProposal::on(const ProposalArrived& input) {
  sees_.peers.heard(input.from, sees_.step.now());
  const VoteSubject& proposed = input.proposal.vote.subject;
  if (!sees_.options.validators.has(input.from) || proposed.epoch != sees_.options.epoch()) {
    return;
  }
  // Nobody passes proposals on, and who leads a view is no matter of knowledge.
  if (input.proposal.vote.signer != input.from ||
      sees_.options.leader(proposed.view) != input.from) {
    sees_.step.cut(input.from, "a proposal of a view that its sender does not lead");
    return;
  }
  if (is_in_window(proposed.view) && sees_.proposals.begin_check(proposed, input.from)) {
    sees_.step.add(VerifyProposal{input.from, input.proposal});
  } else {
    sees_.proposals.note_refused();
  }
}

void OnProposal::on(const ProposalInvalid& input) {
  sees_.proposals.end_check(input.subject);
  sees_.step.cut(input.from, "a proposal that its leader has not signed");
}

void OnProposal::on(const ProposalVerified& input) {
  const Proposal& proposal = *input.proposal;
  sees_.proposals.end_check(proposal.vote.subject);
  const View view = proposal.vote.subject.view;
  if (sees_.options.is_own(proposal.vote.signer) &&
      sees_.foreign.is_foreign(proposal.vote.subject)) {
    sees_.foreign.halt_for(view);
    return;
  }
  if (!is_in_window(view) || sees_.options.is_own(proposal.vote.signer)) {
    return;
  }
  if (const ProposalSlot* slot = sees_.proposals.find(view)) {
    if (slot->proposal.vote.subject != proposal.vote.subject && !slot->equivocated) {
      sees_.proposals.mark_equivocated(view);
      sees_.step.add(ReportEvidence{ConflictingVotes{slot->proposal.vote, proposal.vote}});
    }
    return;
  }
  sees_.proposals.note_clock(proposal, sees_.step.now());
  // The leader timer gives the view up: a tree that grows on promises has no bound.
  if (sees_.chain.is_full()) {
    return;
  }
  sees_.chain.insert(proposal.block, proposal.vote.subject.block);
  ProposalSlot slot;
  slot.proposal = proposal;
  slot.arrived = sees_.step.now();
  sees_.proposals.add(view, std::move(slot));
  sees_.seen.hear(proposal.vote.signer, view);
  sees_.seen.add_verified(proposal.vote);
  sees_.quorums.follow(sees_.ballot.add_verified(proposal.vote));
}

bool OnProposal::is_in_window(View view) const {
  return sees_.view.window(sees_.certificates.final_point().view).contains(view);
}

}  // namespace vitalstream::consensus
