// C2: when timers run at all. C11: when a view is given up.
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

bool Replica::has_work() {
  const std::size_t some_honest = set().faulty_max() + 1;
  if (proposals_.contains(view_) || votes_.count(VoteKind::Nullify, view_) >= some_honest ||
      is_heartbeat_due()) {
    return true;
  }
  const ChainPoint tip = certificates_.tip();
  const BlockHeader* header = tree_.header(tip.block);
  const ChainState* state = tree_.state_after(tip.block, payload_);
  if (header == nullptr || state == nullptr) {
    return false;  // S1: catching up; the others' nullify votes would show that they need this one
  }
  const bool not_final = tip.view > certificates_.final_point().view &&
                         clock_.now - timers_.entered() >= pacing_.delta() * 3;
  return not_final || executed_.payload_height() > header->executed_height ||
         payload_.has_work(state->lanes);
}

bool Replica::is_heartbeat_due() const {
  const Duration heartbeat = options_.parameters.heartbeat;
  return heartbeat.value() > 0 && clock_.now - tip_changed_at_ >= heartbeat;
}

void Replica::run_timers() {
  timers_.set_work(has_work(), clock_.now, pacing_.delta());
  const auto passed = [&](std::optional<Instant> deadline) {
    return deadline && clock_.now >= *deadline;
  };
  const ValidatorIndex leader = set().leader(view_);
  const bool proposed = proposals_.contains(view_);
  const bool leader_late = !proposed && passed(timers_.leader_deadline());
  const bool leader_dead = !proposed && timers_.working_since() && !is_own(leader) &&
                           activity_.may_skip(leader, set().quorum(), clock_.now);
  if (leader_late || leader_dead || passed(timers_.certification_deadline()) ||
      votes_.has_vote(VoteKind::Nullify, view_, leader)) {
    nullify();
  }
}

void Replica::nullify() {
  if (!signing_right().covers(view_) || !may_nullify(own_votes_.cast_in(view_))) {
    return;
  }
  nullified_at_ = clock_.now;
  cast(make_nullify(epoch(), view_));
}

}  // namespace vitalstream::consensus
