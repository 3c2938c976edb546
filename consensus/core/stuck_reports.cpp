#include "consensus/core/stuck_reports.hpp"

#include <algorithm>

namespace vitalstream::consensus {

std::optional<Instant> StuckReports::stuck_since() const {
  std::optional<Instant> since;
  const auto at = [&](Instant instant) { since = since ? std::min(*since, instant) : instant; };
  if (const auto& nullified_at = sees_.view.nullified_at()) {
    at(*nullified_at + sees_.pacing.delta());
  } else if (const auto deadline = sees_.view.timers().certification_deadline()) {
    at(*deadline);
  }
  if (sees_.certificates.tip().view > sees_.certificates.final_point().view) {
    at(sees_.view.entered() + sees_.pacing.delta() * 3);
  }
  return since;
}

void StuckReports::report_when_stuck() {
  const auto since = stuck_since();
  if (!sees_.options.own || !since || sees_.step.now() < sees_.view.report_at().value_or(*since)) {
    return;
  }
  sees_.view.report_again_at(sees_.step.now() + sees_.options.parameters.retry);
  sees_.step.broadcast(report());
  resend_own_votes(std::nullopt);
}

void StuckReports::tell(ValidatorIndex peer) {
  sees_.step.send(peer, report());
  resend_own_votes(peer);
}

StuckReport StuckReports::report() const {
  StuckReport report{sees_.options.epoch(), sees_.view.number(),
                     sees_.certificates.final_point().view, std::nullopt};
  // A nullification, which comes last, lets others enter without any data.
  const auto exits = sees_.certificates.exits(View{sees_.view.number().value() - 1});
  if (!exits.empty()) {
    report.best = exits.back();
  }
  return report;
}

// Those that still matter: of the current view, and finalize of the tip.
void StuckReports::resend_own_votes(std::optional<ValidatorIndex> to) {
  if (!sees_.right.in_force().allowed) {
    return;
  }
  const OwnVotes& votes = sees_.record.votes();
  const CastVotes current = votes.cast_in(sees_.view.number());
  const ChainPoint tip = sees_.certificates.tip();
  for (const auto& subject :
       {current.notarize, current.nullify, votes.cast_in(tip.view).finalize}) {
    if (subject) {
      resend(*subject, to);
    }
  }
}

void StuckReports::resend(const VoteSubject& subject, std::optional<ValidatorIndex> to) {
  const Vote* vote = sees_.record.votes().signed_vote(subject);
  if (vote == nullptr) {
    sees_.casting.sign_again(subject);
    return;
  }
  if (!to) {
    sees_.step.broadcast(*vote);
    return;
  }
  const ProposalSlot* slot = sees_.proposals.find(subject.view);
  const bool is_proposal = subject.kind == VoteKind::Notarize && slot != nullptr &&
                           slot->proposal.vote.signer == sees_.options.own;
  sees_.step.send(*to, is_proposal ? Message(slot->proposal) : Message(*vote));
}

}  // namespace vitalstream::consensus
