// C9, C10: certification, the same on every honest replica because it depends on nothing but the
// notarized block, its parent, its data and the own execution. E2: the state commitment.
#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::certify_all() {
  for (const View view : certificates_.uncertified()) {
    if (view > certificates_.final_point().view && certify(view)) {
      changed_ = true;
    }
  }
}

// True if it became certified or will never be.
bool Replica::certify(View view) {
  const VoteSubject notarized = certificates_.notarization(view)->subject;
  switch (certifiability(notarized)) {
    case Certifiability::NotYet:
      return false;
    case Certifiability::Never:
      certificates_.reject(view);
      if (view == view_) {
        nullify();
      }
      return true;
    case Certifiability::Yes:
      break;
  }
  certificates_.mark_certified(view);
  journal_.add(CertifiedView{epoch(), view});
  tip_changed_at_ = clock_.now;
  const auto slot = proposals_.find(view);
  if (view == view_ && timers_.working_since()) {
    pacing_.on_certified(set().leader(view), clock_.now - *timers_.working_since());
  } else if (slot != proposals_.end()) {
    pacing_.on_certified(set().leader(view), clock_.now - slot->second.arrived);
  }
  finalize(view);
  if (view >= view_) {
    enter(next(view));
  }
  return true;
}

Replica::Certifiability Replica::certifiability(const VoteSubject& notarized) {
  const ValidatorIndex leader = set().leader(notarized.view);
  const BlockHeader* header = tree_.header(notarized.block);
  if (header == nullptr) {
    want_block(notarized.block, leader);
    return Certifiability::NotYet;
  }
  const Certifiability by_parent = parent_certifiability(notarized, *header);
  if (by_parent != Certifiability::Yes) {
    return by_parent;
  }
  if (tree_.state_after(notarized.block, payload_) == nullptr) {
    want_state(notarized.block);
    return Certifiability::NotYet;
  }
  if (!tree_.log_agrees(notarized.block)) {
    effects_.push_back(Alarm{"a notarized block commits to a log that its batches do not make"});
    return Certifiability::Never;
  }
  return execution_certifiability(notarized, *header);
}

Replica::Certifiability Replica::parent_certifiability(const VoteSubject& notarized,
                                                       const BlockHeader& header) {
  const View parent = notarized.parent_view;
  if (parent < certificates_.final_point().view || certificates_.is_rejected(parent)) {
    return Certifiability::Never;
  }
  const auto point = certificates_.point(parent);
  if (!point) {
    if (certificates_.notarization(parent) == nullptr) {
      want_certificates(parent, set().leader(notarized.view), Duration{0});
    }
    return Certifiability::NotYet;
  }
  return point->block == header.parent ? Certifiability::Yes : Certifiability::Never;
}

Replica::Certifiability Replica::execution_certifiability(const VoteSubject& notarized,
                                                          const BlockHeader& header) {
  switch (executed_.check(header)) {
    case ExecutedAnswer::Confirmed:
      return Certifiability::Yes;
    case ExecutedAnswer::Contradicted:
      disagree(notarized, header);
      return Certifiability::Never;
    case ExecutedAnswer::Unknown:
      break;
  }
  // A replica that is merely a little later than the leader gets there by itself.
  if (clock_.now - timers_.entered() >= pacing_.delta()) {
    claimed_height_ = header.executed_height;
  }
  return Certifiability::NotYet;
}

void Replica::finalize(View view) {
  const auto slot = proposals_.find(view);
  const bool equivocated = slot != proposals_.end() && slot->second.equivocated;
  if (signing_right().covers(view) && may_finalize(own_votes_.cast_in(view), equivocated)) {
    const VoteSubject& notarized = certificates_.notarization(view)->subject;
    hold_block_in_journal(notarized.block);
    cast(make_finalize(notarized));
  }
}

// E2: both values are kept, the leader is named, and f+1 finalize votes for it would halt.
void Replica::disagree(const VoteSubject& notarized, const BlockHeader& header) {
  const VoteSubject finalize = make_finalize(notarized);
  if (!contradicting_.try_emplace(notarized.view, finalize).second) {
    return;
  }
  const ValidatorIndex leader = set().leader(notarized.view);
  if (disagreements_.size() == kDisagreementsKeptMax) {
    disagreements_.erase(disagreements_.begin());
  }
  disagreements_.push_back({leader, notarized.view, header.executed_height, header.executed_root,
                            executed_.own(header.executed_height).value_or(ExecutedRoot{})});
  effects_.push_back(Alarm{"leader " + set().at(leader).name +
                           " commits to another state after height " +
                           std::to_string(header.executed_height.value())});
  auto votes = votes_.lower_threshold(finalize, set().faulty_max() + 1);
  if (!votes.empty()) {
    effects_.push_back(VerifyVotes{std::move(votes)});
  }
}

}  // namespace vitalstream::consensus
