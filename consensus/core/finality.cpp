#include "consensus/core/finality.hpp"

namespace vitalstream::consensus {

void Finality::hold(const Certificate& finalization) {
  const VoteSubject& subject = finalization.subject;
  const Certificate* notarization = sees_.certificates.notarization(subject.view);
  if (notarization != nullptr && notarization->subject.block != subject.block) {
    sees_.right.halt("one view has a notarization and a finalization of different blocks");
    return;
  }
  sees_.certificates.raise_floor(finalization);
  sees_.ballot.forget_up_to(subject.view);
  sees_.record.forget_up_to(subject.view);
  sees_.proposals.forget_up_to(subject.view);
  sees_.disagreements.forget_up_to(subject.view);
  // Those of the view itself become those of a final block.
  sees_.step.add(ForgetFetches{View{0}, View{subject.view.value() - 1}});
  sees_.pacing.on_finalized();
  note_statistics(subject.view);
  if (subject.view >= sees_.view.number()) {
    sees_.entering.enter(next(subject.view));
  }
}

void Finality::note_statistics(View view) {
  std::vector<View> voted = sees_.seen.heard();
  if (sees_.options.own) {
    voted[sees_.options.own->value()] = sees_.record.votes().highest();
  }
  sees_.statistics.on_final(view, voted);
}

}  // namespace vitalstream::consensus
