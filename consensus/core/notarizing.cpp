// C6, C7, C8: the voter's part. What is missing is fetched and waited for; only what can never
// become right is refused, by nullify at once.
#include <algorithm>

#include "consensus/core/limits.hpp"
#include "consensus/core/proposal_rules.hpp"
#include "consensus/core/replica.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {

void Replica::try_notarize() {
  const auto slot = proposals_.find(view_);
  if (slot == proposals_.end() || is_leader() || !signing_right().covers(view_) ||
      !may_notarize(own_votes_.cast_in(view_), view_, view_)) {
    return;
  }
  const auto waiting = examine(slot->second.proposal);
  slot->second.waiting = waiting.value_or(Progress::AwaitingVotes);
  if (!waiting) {
    hold_block_in_journal(slot->second.proposal.vote.subject.block);
    cast(slot->second.proposal.vote.subject);
  }
}

// Nothing: vote for it. Otherwise what it waits for.
std::optional<Progress> Replica::examine(const Proposal& proposal) {
  if (const auto waiting = examine_parent(proposal)) {
    return waiting;
  }
  if (const auto waiting = examine_block(proposal)) {
    return waiting;
  }
  return examine_payload(proposal);
}

std::optional<Progress> Replica::examine_parent(const Proposal& proposal) {
  const View parent = proposal.vote.subject.parent_view;
  const ValidatorIndex leader = proposal.vote.signer;
  if (parent >= view_) {
    return refuse(proposal, "its parent is not from an earlier view");
  }
  if (parent < certificates_.final_point().view) {
    // An honest leader that has missed a finalization proposes this; it can never be certified.
    nullify();
    return Progress::AwaitingNullification;
  }
  const auto point = certificates_.point(parent);
  if (!point) {
    if (certificates_.is_rejected(parent)) {
      return refuse(proposal, "its parent can never be certified");
    }
    if (certificates_.notarization(parent) == nullptr) {
      want_certificates(parent, leader, Duration{0});
    }
    return Progress::AwaitingParent;
  }
  if (point->block != proposal.block.header.parent) {
    return refuse(proposal, "its parent is not the block of the parent view");
  }
  if (const auto gap = certificates_.gap_between(parent, view_)) {
    want_certificates(*gap, leader, Duration{0});
    return Progress::AwaitingParent;
  }
  return std::nullopt;
}

std::optional<Progress> Replica::examine_block(const Proposal& proposal) {
  const BlockHeader& header = proposal.block.header;
  const BlockHeader* parent = tree_.header(header.parent);
  if (parent == nullptr) {
    want_state(header.parent);
    return Progress::AwaitingParent;
  }
  const HeaderContext context{parent, set().at(proposal.vote.signer).id, wall_borne_out()};
  const HeaderVerdict verdict = examine_header(proposal.block, context);
  if (verdict == HeaderVerdict::TooEarly) {
    const UnixMs latest = latest_timestamp(context.wall, *parent);
    const std::int64_t early = header.timestamp.value() - latest.value();
    proposal_ripe_at_ = clock_.now + milliseconds(std::min(early, kTooEarlyLookMsMax));
    return Progress::AwaitingTime;
  }
  if (verdict != HeaderVerdict::Valid) {
    return refuse(proposal, to_string(verdict));
  }
  if (executed_.check(header) == ExecutedAnswer::Contradicted) {
    disagree(proposal.vote.subject, header);
    return refuse(proposal, "its executed root is not the own");
  }
  return std::nullopt;
}

// The own clock, or that of f+1 leaders where it is slow: what they have reached may be proposed.
UnixMs Replica::wall_borne_out() const {
  const auto reached = leader_clocks_.reached(clock_.now);
  return reached ? std::max(clock_.wall, UnixMs{reached->value() - kTimestampAheadMsMax})
                 : clock_.wall;
}

std::optional<Progress> Replica::examine_payload(const Proposal& proposal) {
  const Block& block = proposal.block;
  const BlockDigest& digest = proposal.vote.subject.block;
  const ChainState* parent = tree_.state_after(block.header.parent, payload_);
  if (parent == nullptr) {
    want_state(block.header.parent);
    return Progress::AwaitingData;
  }
  switch (payload_.examine(parent->lanes, block.header.height, block.references)) {
    case PayloadState::Invalid:
      return refuse(proposal, "a reference does not extend its lane");
    case PayloadState::Missing:
      want_batches(block, digest, {false, proposal.vote.subject.view});
      return Progress::AwaitingData;
    case PayloadState::Ready:
      break;
  }
  if (tree_.state_after(digest, payload_) == nullptr) {
    want_batches(block, digest, {false, proposal.vote.subject.view});
    return Progress::AwaitingData;
  }
  if (!tree_.log_agrees(digest)) {
    return refuse(proposal, "its log root is not that of its batches");
  }
  return std::nullopt;
}

Progress Replica::refuse(const Proposal& proposal, const char* reason) {
  const ValidatorIndex leader = proposal.vote.signer;
  effects_.push_back(Alarm{"proposal of " + set().at(leader).name + " in view " +
                           std::to_string(proposal.vote.subject.view.value()) +
                           " refused: " + reason});
  give_up_fetches(proposal.vote.subject.view);
  nullify();
  return Progress::AwaitingNullification;
}

}  // namespace vitalstream::consensus
