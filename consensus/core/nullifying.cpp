#include "consensus/core/nullifying.hpp"

namespace vitalstream::consensus {

bool Nullifying::has_work() const {
  const std::size_t some_honest = sees_.options.validators.faulty_max() + 1;
  const View view = sees_.view.number();
  if (sees_.proposals.contains(view) ||
      sees_.ballot.votes().count(VoteKind::Nullify, view) >= some_honest || is_heartbeat_due()) {
    return true;
  }
  const ChainPoint tip = sees_.certificates.tip();
  const BlockHeader* header = sees_.chain.header(tip.block);
  const ChainState* state = sees_.chain.state_after(tip.block);
  // S1: catching up; the others' nullify votes would show that they need this one.
  if (header == nullptr || state == nullptr) {
    return false;
  }
  const bool not_final = tip.view > sees_.certificates.final_point().view &&
                         sees_.view.lasts(sees_.step.now()) >= sees_.pacing.delta() * 3;
  return not_final || sees_.chain.executed().payload_height() > header->executed_height ||
         sees_.payload.has_work(state->lanes);
}

bool Nullifying::is_heartbeat_due() const {
  const Duration heartbeat = sees_.options.parameters.heartbeat;
  return heartbeat.value() > 0 && sees_.step.now() - sees_.view.tip_changed_at() >= heartbeat;
}

void Nullifying::run_timers() {
  const Instant now = sees_.step.now();
  sees_.view.set_work(has_work(), now, sees_.pacing.delta());
  const auto passed = [now](std::optional<Instant> deadline) {
    return deadline && now >= *deadline;
  };
  const View view = sees_.view.number();
  const ViewTimers& timers = sees_.view.timers();
  const ValidatorIndex leader = sees_.options.leader(view);
  const bool proposed = sees_.proposals.contains(view);
  const bool leader_late = !proposed && passed(timers.leader_deadline());
  const bool leader_dead =
      !proposed && timers.working_since() && !sees_.options.is_own(leader) &&
      sees_.peers.activity().may_skip(leader, sees_.options.validators.quorum(), now);
  if (leader_late || leader_dead || passed(timers.certification_deadline()) ||
      sees_.ballot.votes().has_vote(VoteKind::Nullify, view, leader)) {
    nullify();
  }
}

void Nullifying::nullify() {
  const View view = sees_.view.number();
  if (!sees_.right.in_force().covers(view) || !may_nullify(sees_.record.votes().cast_in(view))) {
    return;
  }
  sees_.view.note_nullified(sees_.step.now());
  sees_.casting.cast(make_nullify(sees_.options.epoch(), view));
}

}  // namespace vitalstream::consensus
