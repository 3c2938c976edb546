// C12: a stuck replica says so at every retry, with what lets others enter its view.
#include <algorithm>

#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

// From when the current view counts as stuck; nothing while it may still end by itself.
std::optional<Instant> Replica::stuck_since() const {
  std::optional<Instant> since;
  const auto at = [&](Instant instant) { since = since ? std::min(*since, instant) : instant; };
  if (nullified_at_) {
    at(*nullified_at_ + pacing_.delta());
  } else if (const auto deadline = timers_.certification_deadline()) {
    at(*deadline);
  }
  if (certificates_.tip().view > certificates_.final_point().view) {
    at(timers_.entered() + pacing_.delta() * 3);
  }
  return since;
}

void Replica::report_when_stuck() {
  const auto since = stuck_since();
  if (!options_.own || !since || clock_.now < report_at_.value_or(*since)) {
    return;
  }
  report_at_ = clock_.now + options_.parameters.retry;
  broadcast(stuck_report());
  resend_own_votes(std::nullopt);
}

StuckReport Replica::stuck_report() const {
  StuckReport report{epoch(), view_, certificates_.final_point().view, std::nullopt};
  // A nullification, which comes last, lets others enter without any data.
  const auto exits = certificates_.exits(View{view_.value() - 1});
  if (!exits.empty()) {
    report.best = exits.back();
  }
  return report;
}

// Those that still matter: of the current view, and finalize of the tip.
void Replica::resend_own_votes(std::optional<ValidatorIndex> to) {
  if (!signing_right().allowed) {
    return;
  }
  const CastVotes current = own_votes_.cast_in(view_);
  const ChainPoint tip = certificates_.tip();
  for (const auto& subject :
       {current.notarize, current.nullify, own_votes_.cast_in(tip.view).finalize}) {
    if (!subject) {
      continue;
    }
    const Vote* vote = own_votes_.signed_vote(*subject);
    if (vote == nullptr) {
      sign_again(*subject);
      continue;
    }
    const auto slot = proposals_.find(subject->view);
    const bool is_proposal = subject->kind == VoteKind::Notarize && slot != proposals_.end() &&
                             slot->second.proposal.vote.signer == options_.own;
    if (to) {
      send(*to, is_proposal ? Message(slot->second.proposal) : Message(*vote));
    } else {
      broadcast(*vote);
    }
  }
}

}  // namespace vitalstream::consensus
