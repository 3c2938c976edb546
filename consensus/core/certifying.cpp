#include "consensus/core/certifying.hpp"

namespace vitalstream::consensus {

void Certifying::certify_all() {
  for (const View view : sees_.certificates.uncertified()) {
    if (view > sees_.certificates.final_point().view && certify(view)) {
      sees_.step.note_change();
    }
  }
}

// True if it became certified or will never be.
bool Certifying::certify(View view) {
  const VoteSubject notarized = sees_.certificates.notarization(view)->subject;
  switch (certifiability(notarized)) {
    case Certifiability::NotYet:
      return false;
    case Certifiability::Never:
      sees_.certificates.reject(view);
      if (view == sees_.view.number()) {
        sees_.nullifying.nullify();
      }
      return true;
    case Certifiability::Yes:
      break;
  }
  sees_.certificates.mark_certified(view);
  sees_.record.add(CertifiedView{sees_.options.epoch(), view});
  sees_.view.note_tip(sees_.step.now());
  note_pace(view);
  finalize(view);
  if (view >= sees_.view.number()) {
    sees_.entering.enter(next(view));
  }
  return true;
}

// C18: from work and entry, or for a view that was left already from the proposal.
void Certifying::note_pace(View view) {
  const ValidatorIndex leader = sees_.options.leader(view);
  const auto& working_since = sees_.view.timers().working_since();
  if (view == sees_.view.number() && working_since) {
    sees_.pacing.on_certified(leader, sees_.step.now() - *working_since);
  } else if (const ProposalSlot* slot = sees_.proposals.find(view)) {
    sees_.pacing.on_certified(leader, sees_.step.now() - slot->arrived);
  }
}

Certifying::Certifiability Certifying::certifiability(const VoteSubject& notarized) {
  const ValidatorIndex leader = sees_.options.leader(notarized.view);
  const BlockHeader* header = sees_.chain.header(notarized.block);
  if (header == nullptr) {
    sees_.fetches.want_block(notarized.block, leader);
    return Certifiability::NotYet;
  }
  const Certifiability by_parent = parent_certifiability(notarized, *header);
  if (by_parent != Certifiability::Yes) {
    return by_parent;
  }
  if (sees_.chain.state_after(notarized.block) == nullptr) {
    sees_.fetches.want_state(notarized.block);
    return Certifiability::NotYet;
  }
  if (!sees_.chain.log_agrees(notarized.block)) {
    sees_.step.alarm("a notarized block commits to a log that its batches do not make");
    return Certifiability::Never;
  }
  return execution_certifiability(notarized, *header);
}

Certifying::Certifiability Certifying::parent_certifiability(const VoteSubject& notarized,
                                                             const BlockHeader& header) {
  const View parent = notarized.parent_view;
  if (parent < sees_.certificates.final_point().view || sees_.certificates.is_rejected(parent)) {
    return Certifiability::Never;
  }
  const auto point = sees_.certificates.point(parent);
  if (!point) {
    if (sees_.certificates.notarization(parent) == nullptr) {
      sees_.fetches.want_certificates(parent, sees_.options.leader(notarized.view), Duration{0});
    }
    return Certifiability::NotYet;
  }
  return point->block == header.parent ? Certifiability::Yes : Certifiability::Never;
}

Certifying::Certifiability Certifying::execution_certifiability(const VoteSubject& notarized,
                                                                const BlockHeader& header) {
  switch (sees_.chain.executed().check(header)) {
    case ExecutedAnswer::Confirmed:
      return Certifiability::Yes;
    case ExecutedAnswer::Contradicted:
      sees_.disagreements.add(notarized, header);
      return Certifiability::Never;
    case ExecutedAnswer::Unknown:
      break;
  }
  // A replica that is merely a little later than the leader gets there by itself.
  if (sees_.view.lasts(sees_.step.now()) >= sees_.pacing.delta()) {
    sees_.fetches.note_claim(header.executed_height);
  }
  return Certifiability::NotYet;
}

void Certifying::finalize(View view) {
  const ProposalSlot* slot = sees_.proposals.find(view);
  const bool equivocated = slot != nullptr && slot->equivocated;
  if (sees_.right.in_force().covers(view) &&
      may_finalize(sees_.record.votes().cast_in(view), equivocated)) {
    const VoteSubject& notarized = sees_.certificates.notarization(view)->subject;
    sees_.casting.vouch_for(notarized.block);
    sees_.casting.cast(make_finalize(notarized));
  }
}

}  // namespace vitalstream::consensus
