#include "consensus/core/quorums.hpp"

namespace vitalstream::consensus {

void Quorums::follow(const VoteCollector::Outcome& outcome) {
  for (const Evidence& evidence : outcome.evidence) {
    sees_.step.add(ReportEvidence{evidence});
    const Vote& first = std::get_if<ConflictingVotes>(&evidence)->first;
    if (first.signer == sees_.options.leader(first.subject.view)) {
      sees_.proposals.mark_equivocated(first.subject.view);
    }
  }
  if (!outcome.verify.empty()) {
    sees_.step.add(VerifyVotes{outcome.verify});
  }
  for (const Certificate& certificate : outcome.formed) {
    hold(certificate, Origin::Here);
  }
}

void Quorums::consider(const CertificateArrived& arrived) {
  const VoteSubject& subject = arrived.certificate.subject;
  if (subject.epoch != sees_.options.epoch() || !sees_.certificates.is_news(subject)) {
    return;
  }
  if (sees_.ballot.begin_check(arrived)) {
    sees_.step.add(VerifyCertificate{arrived.from, arrived.certificate});
  }
}

void Quorums::try_spare(const VoteSubject& subject) {
  if (const auto spare = sees_.ballot.take_spare(subject)) {
    sees_.peers.heard(spare->from, sees_.step.now());
    consider(*spare);
  }
}

void Quorums::hold(const Certificate& certificate, Origin origin) {
  const VoteSubject& subject = certificate.subject;
  if (!sees_.certificates.is_news(subject)) {
    return;
  }
  if (sees_.foreign.are_shown_by(certificate)) {
    sees_.foreign.halt_for(subject.view);
    return;
  }
  sees_.step.note_change();
  sees_.record.add(HeldCertificate{certificate});
  sees_.seen.add(certificate);
  sees_.ballot.close(subject);
  if (origin == Origin::Here) {
    sees_.step.broadcast(certificate);
  }
  switch (subject.kind) {
    case VoteKind::Notarize:
      hold_notarization(certificate);
      return;
    case VoteKind::Nullify:
      hold_nullification(certificate);
      return;
    case VoteKind::Finalize:
      sees_.finality.hold(certificate);
      return;
  }
}

void Quorums::hold_notarization(const Certificate& notarization) {
  sees_.certificates.add_notarization(notarization);
  const ProposalSlot* slot = sees_.proposals.find(notarization.subject.view);
  if (slot != nullptr && slot->proposal.vote.subject == notarization.subject) {
    sees_.statistics.on_quorum(sees_.step.now() - slot->arrived);
  }
}

void Quorums::hold_nullification(const Certificate& nullification) {
  const View view = nullification.subject.view;
  const ValidatorIndex leader = sees_.options.leader(view);
  sees_.certificates.add_nullification(nullification);
  sees_.fetches.give_up(view);
  sees_.statistics.on_nullified(leader);
  if (view == sees_.view.number()) {
    sees_.pacing.on_nullified(leader, !sees_.peers.activity().is_silent(leader, sees_.step.now()));
  }
  if (view >= sees_.view.number()) {
    sees_.entering.enter(next(view));
  }
}

}  // namespace vitalstream::consensus
