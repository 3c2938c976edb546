#include "consensus/core/foreign_votes.hpp"

namespace vitalstream::consensus {

bool ForeignVotes::is_foreign(const VoteSubject& own_signed) const {
  const CastVotes cast = sees_.record.votes().cast_in(own_signed.view);
  return remembers_all_of(own_signed.view) && own_signed != cast.notarize &&
         own_signed != cast.nullify && own_signed != cast.finalize;
}

// Its own signature in a certificate; and as nobody honest votes but for a proposal of the leader,
// what a quorum votes for in a view that this validator leads is its own proposal.
bool ForeignVotes::are_shown_by(const Certificate& certificate) const {
  const VoteSubject& subject = certificate.subject;
  if (!sees_.options.own) {
    return false;
  }
  if (is_signed_by(certificate, *sees_.options.own) && is_foreign(subject)) {
    return true;
  }
  const auto proposed = sees_.record.votes().cast_in(subject.view).notarize;
  return subject.kind != VoteKind::Nullify && sees_.options.leads(subject.view) &&
         remembers_all_of(subject.view) && (!proposed || proposed->block != subject.block);
}

void ForeignVotes::halt_for(View view) {
  sees_.right.halt("the others hold a vote of this validator in view " +
                   std::to_string(view.value()) +
                   " that its safety record does not know: a second process signs with the same "
                   "key, or an old disk was put back; stop the second one, then run `vitalstream "
                   "init --new-safety-record` here");
}

// Below the floor votes are forgotten, and those that a new record leaves out may be of the lost
// one (C15).
bool ForeignVotes::remembers_all_of(View view) const {
  const RecordGuard& guard = sees_.right.guard();
  return guard.state() == RecordState::Established && view > guard.vote_above() &&
         view > sees_.certificates.final_point().view;
}

}  // namespace vitalstream::consensus
