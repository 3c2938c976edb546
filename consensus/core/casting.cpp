#include "consensus/core/casting.hpp"

namespace vitalstream::consensus {

void Casting::cast(const VoteSubject& subject) {
  sees_.record.cast(subject);
  ask_to_sign(subject);
}

void Casting::ask_to_sign(const VoteSubject& subject) {
  sees_.record.asked_to_sign(subject, sees_.step.now());
  sees_.right.signature_begins();
  sees_.step.add(SignVote{subject});
}

void Casting::vouch_for(const BlockDigest& digest) {
  if (const Block* block = sees_.chain.find(digest)) {
    sees_.record.add_block(*block, digest);
  }
}

// The record of a vote may have survived a crash that took the data it vouches for, since they are
// two files: then the vote stays cast and waits until the data is held again.
void Casting::sign_again(const VoteSubject& subject) {
  const auto asked = sees_.record.votes().asked(subject);
  const bool is_patient = !asked || sees_.step.now() - *asked >= sees_.options.parameters.retry;
  const bool is_vouched_for =
      subject.kind == VoteKind::Nullify || sees_.chain.state_after(subject.block) != nullptr;
  if (is_patient && is_vouched_for && sees_.right.in_force().covers(subject.view)) {
    ask_to_sign(subject);
  }
}

void Casting::speak(const Vote& vote) {
  const View view = vote.subject.view;
  const bool is_proposal = vote.subject.kind == VoteKind::Notarize && sees_.options.leads(view) &&
                           sees_.proposals.contains(view);
  if (!is_proposal) {
    sees_.step.broadcast(vote);
    return;
  }
  sees_.proposals.sign(vote);
  const ProposalSlot& slot = *sees_.proposals.find(view);
  sees_.step.broadcast(slot.proposal, slot.carried);
}

void Casting::resume() {
  const OwnVotes& votes = sees_.record.votes();
  for (const VoteSubject& subject : votes.subjects()) {
    if (subject.kind != VoteKind::Finalize && subject.view != sees_.view.number()) {
      continue;
    }
    if (const Vote* vote = votes.signed_vote(subject)) {
      speak(*vote);
    } else {
      sign_again(subject);
    }
  }
}

}  // namespace vitalstream::consensus
