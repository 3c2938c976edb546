// What a replica says of itself, gathered from its owners.
#include <tuple>

#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

Progress Replica::current_progress() const {
  const View view = owners_.view.number();
  if (owners_.right.is_halted()) {
    return Progress::Halted;
  }
  if (!owners_.chain.is_linked()) {
    return Progress::CatchingUp;
  }
  if (owners_.view.nullified_at()) {
    return Progress::AwaitingNullification;
  }
  if (const Certificate* notarization = owners_.certificates.notarization(view)) {
    const BlockHeader* header = owners_.chain.header(notarization->subject.block);
    const bool unknown =
        header != nullptr && owners_.chain.executed().check(*header) == ExecutedAnswer::Unknown;
    return unknown ? Progress::AwaitingExecution : Progress::AwaitingData;
  }
  if (const ProposalSlot* slot = owners_.proposals.find(view)) {
    return slot->waiting;
  }
  return owners_.view.timers().working_since() ? Progress::AwaitingProposal : Progress::Idle;
}

ReplicaStatus Replica::status() const {
  const auto& [options, step, chain, certificates, view] =
      std::tie(owners_.options, owners_.step, owners_.chain, owners_.certificates, owners_.view);
  const RightToSign& right = owners_.right;
  ReplicaStatus status;
  status.epoch = options.epoch();
  status.view = view.number();
  status.leader = options.leader(view.number());
  status.is_leader = options.leads(view.number());
  status.progress = current_progress();
  status.in_view = view.lasts(step.now());
  status.delta = owners_.pacing.delta();
  status.leader_times = owners_.pacing.typical();
  status.final_view = certificates.final_point().view;
  status.final_height = chain.final_chain().contiguous();
  status.delivered_height = chain.root().header.height;
  status.committed_height = chain.executed().committed();
  status.certified_not_final = certificates.certified().size();
  status.missing_notarize = owners_.ballot.votes().missing(VoteKind::Notarize, view.number());
  status.missing_nullify = owners_.ballot.votes().missing(VoteKind::Nullify, view.number());
  status.record = right.guard().state();
  status.vote_above = right.guard().vote_above();
  status.record_answers = right.guard().answers();
  status.looking_back = right.is_looking_back();
  status.has_looked_back = right.has_ever_begun();
  status.committed_by = right.inquiry().committed(step.now());
  status.revoked_for = right.revoked_for();
  status.is_over = right.is_over() || !options.own;
  status.catch_up_target = chain.missing_height();
  status.disagreements = rules_.disagreements.kept();
  status.halt_reason = right.halt_reason();
  status.last_heard = owners_.peers.activity().last_heard();
  status.views = owners_.statistics.counts();
  status.refused = {owners_.proposals.refused(), owners_.ballot.refused(),
                    rules_.fetches.refused_ranges(), owners_.traffic.refused()};
  return status;
}

}  // namespace vitalstream::consensus
