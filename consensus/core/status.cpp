#include "consensus/core/status.hpp"

#include <algorithm>

#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

const char* to_string(Progress progress) {
  switch (progress) {
    case Progress::Halted:
      return "halted";
    case Progress::CatchingUp:
      return "catching-up";
    case Progress::Idle:
      return "idle";
    case Progress::AwaitingProposal:
      return "awaiting-proposal";
    case Progress::AwaitingParent:
      return "awaiting-parent";
    case Progress::AwaitingData:
      return "awaiting-data";
    case Progress::AwaitingTime:
      return "awaiting-time";
    case Progress::AwaitingVotes:
      return "awaiting-votes";
    case Progress::AwaitingExecution:
      return "awaiting-execution";
    case Progress::AwaitingNullification:
      return "awaiting-nullification";
  }
  return "";
}

const char* to_string(RecordState state) {
  switch (state) {
    case RecordState::Missing:
      return "missing";
    case RecordState::Unproven:
      return "unproven";
    case RecordState::Asking:
      return "asking";
    case RecordState::Established:
      return "established";
    case RecordState::Revoked:
      return "revoked";
  }
  return "";
}

Progress Replica::current_progress() const {
  if (halt_reason_) {
    return Progress::Halted;
  }
  if (!is_final_linked()) {
    return Progress::CatchingUp;
  }
  if (nullified_at_) {
    return Progress::AwaitingNullification;
  }
  const Certificate* notarization = certificates_.notarization(view_);
  if (notarization != nullptr) {
    const BlockHeader* header = tree_.header(notarization->subject.block);
    const bool unknown =
        header != nullptr && executed_.check(*header) == ExecutedAnswer::Unknown;
    return unknown ? Progress::AwaitingExecution : Progress::AwaitingData;
  }
  const auto slot = proposals_.find(view_);
  if (slot != proposals_.end()) {
    return slot->second.waiting;
  }
  return timers_.working_since() ? Progress::AwaitingProposal : Progress::Idle;
}

ReplicaStatus Replica::status() const {
  ReplicaStatus status;
  status.epoch = epoch();
  status.view = view_;
  status.leader = set().leader(view_);
  status.is_leader = is_leader();
  status.progress = current_progress();
  status.in_view = clock_.now - timers_.entered();
  status.delta = pacing_.delta();
  status.leader_times = pacing_.typical();
  status.final_view = certificates_.final_point().view;
  status.final_height = final_chain_.contiguous();
  status.delivered_height = tree_.root().header.height;
  status.committed_height = executed_.committed();
  status.certified_not_final = certificates_.certified().size();
  status.missing_notarize = votes_.missing(VoteKind::Notarize, view_);
  status.missing_nullify = votes_.missing(VoteKind::Nullify, view_);
  status.record = guard_.state();
  status.vote_above = guard_.vote_above();
  status.record_answers = guard_.answers();
  status.looking_back = is_looking_back();
  status.has_looked_back = has_looked_back_;
  status.committed_by = inquiry_.committed(clock_.now);
  status.revoked_for = revoked_for_;
  status.is_over = is_over_ || !options_.own;
  status.catch_up_target = missing_height_;
  status.disagreements = disagreements_;
  status.halt_reason = halt_reason_;
  status.last_heard = activity_.last_heard();
  status.views = statistics_.counts();
  status.refused = refused_;
  return status;
}

}  // namespace vitalstream::consensus
