// The own votes, from the decision to the wire (C14), and what votes of all lead to (C16, S2, E2).
#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

SigningRight Replica::signing_right() const {
  const bool allowed = options_.own && !halt_reason_ &&
                       guard_.state() == RecordState::Established && !is_over_ &&
                       is_committed_to(clock_.now);
  return {allowed, guard_.vote_above()};
}

void Replica::cast(const VoteSubject& subject) {
  own_votes_.record(subject);
  journal_.add(CastVote{subject});
  ask_to_sign(subject);
}

void Replica::ask_to_sign(const VoteSubject& subject) {
  own_votes_.asked_at(subject, clock_.now);
  signatures_under_way_ += 1;
  effects_.push_back(SignVote{subject});
}

// After a restart, or when a provider failed: the same vote, so there is no second one. The record
// of a vote may have survived a crash that took the data it vouches for, since they are two files:
// then the vote stays cast and waits until the data is held again.
void Replica::sign_again(const VoteSubject& subject) {
  const auto asked = own_votes_.asked(subject);
  const bool is_patient = !asked || clock_.now - *asked >= options_.parameters.retry;
  const bool is_vouched_for = subject.kind == VoteKind::Nullify ||
                              tree_.state_after(subject.block, payload_) != nullptr;
  if (is_patient && is_vouched_for && signing_right().covers(subject.view)) {
    ask_to_sign(subject);
  }
}

void Replica::hold_block_in_journal(const BlockDigest& digest) {
  const Block* block = tree_.find(digest);
  if (block != nullptr && journaled_blocks_.insert(digest).second) {
    journal_.add(HeldBlock{*block});
  }
}

// C4: the leader's notarize vote travels with its block.
void Replica::speak_vote(const Vote& vote) {
  const auto slot = proposals_.find(vote.subject.view);
  const bool is_proposal = vote.subject.kind == VoteKind::Notarize &&
                           is_own(set().leader(vote.subject.view)) && slot != proposals_.end();
  if (!is_proposal) {
    broadcast(vote);
    return;
  }
  slot->second.proposal.vote = vote;
  broadcast(slot->second.proposal, slot->second.carried);
}

void Replica::follow(const VoteCollector::Outcome& outcome) {
  for (const Evidence& evidence : outcome.evidence) {
    effects_.push_back(ReportEvidence{evidence});
    const auto* votes = std::get_if<ConflictingVotes>(&evidence);
    const auto slot = proposals_.find(votes->first.subject.view);
    if (slot != proposals_.end() && votes->first.signer == set().leader(slot->first)) {
      slot->second.equivocated = true;
    }
  }
  if (!outcome.verify.empty()) {
    effects_.push_back(VerifyVotes{outcome.verify});
  }
  for (const Certificate& certificate : outcome.formed) {
    hold_certificate(certificate, /*formed_here=*/true);
  }
}

// Below the floor votes are forgotten, and those that a new record leaves out may be of the lost
// one (C15).
bool Replica::remembers_all_of(View view) const {
  return guard_.state() == RecordState::Established && view > guard_.vote_above() &&
         view > certificates_.final_point().view;
}

// C14: nothing is signed that was not recorded first, so a verified own vote that the record should
// hold and does not was cast by another process, or by this one with a later disk.
bool Replica::is_foreign(const VoteSubject& own_signed) const {
  const CastVotes cast = own_votes_.cast_in(own_signed.view);
  return remembers_all_of(own_signed.view) && own_signed != cast.notarize &&
         own_signed != cast.nullify && own_signed != cast.finalize;
}

// Its own signature in a certificate; and as nobody honest votes but for a proposal of the leader,
// what a quorum votes for in a view that this validator leads is its own proposal.
bool Replica::shows_foreign_vote(const Certificate& certificate) const {
  const VoteSubject& subject = certificate.subject;
  if (!options_.own) {
    return false;
  }
  if (is_signed_by(certificate, *options_.own) && is_foreign(subject)) {
    return true;
  }
  const auto proposed = own_votes_.cast_in(subject.view).notarize;
  return subject.kind != VoteKind::Nullify && is_own(set().leader(subject.view)) &&
         remembers_all_of(subject.view) && (!proposed || proposed->block != subject.block);
}

void Replica::halt_for_foreign_vote(View view) {
  halt("the others hold a vote of this validator in view " + std::to_string(view.value()) +
       " that its safety record does not know: a second process signs with the same key, or an old "
       "disk was put back; stop the second one, then run `vitalstream init --new-safety-record` "
       "here");
}

// E2: one lying leader must not stop the others, but f+1 finalize votes hold an honest one.
void Replica::check_contradicting_finality(const VoteSubject& finalize) {
  const auto suspect = contradicting_.find(finalize.view);
  if (suspect != contradicting_.end() && suspect->second == finalize &&
      votes_.verified_count(finalize) > set().faulty_max()) {
    halt("f+1 validators finalize a header that contradicts the own execution");
  }
}

bool Replica::is_in_vote_window(View view) const {
  return view > certificates_.final_point().view &&
         view.value() <= view_.value() + kVoteWindowViews &&
         view.value() + kVoteWindowViews >= view_.value();
}

}  // namespace vitalstream::consensus
