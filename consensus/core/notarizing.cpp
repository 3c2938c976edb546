#include "consensus/core/notarizing.hpp"

#include <algorithm>

#include "consensus/core/limits.hpp"
#include "consensus/core/proposal_rules.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {

void Notarizing::try_notarize() {
  const View view = sees_.view.number();
  const ProposalSlot* slot = sees_.proposals.find(view);
  if (slot == nullptr || sees_.options.leads(view) || !sees_.right.in_force().covers(view) ||
      !may_notarize(sees_.record.votes().cast_in(view), view, view)) {
    return;
  }
  const auto waiting = examine(slot->proposal);
  sees_.proposals.waits_for(view, waiting.value_or(Progress::AwaitingVotes));
  if (!waiting) {
    const VoteSubject& subject = slot->proposal.vote.subject;
    sees_.casting.vouch_for(subject.block);
    sees_.casting.cast(subject);
  }
}

std::optional<Progress> Notarizing::examine(const Proposal& proposal) {
  if (const auto waiting = examine_parent(proposal)) {
    return waiting;
  }
  if (const auto waiting = examine_block(proposal)) {
    return waiting;
  }
  return examine_payload(proposal);
}

std::optional<Progress> Notarizing::examine_parent(const Proposal& proposal) {
  const View parent = proposal.vote.subject.parent_view;
  const ValidatorIndex leader = proposal.vote.signer;
  if (parent >= sees_.view.number()) {
    return refuse(proposal, "its parent is not from an earlier view");
  }
  if (parent < sees_.certificates.final_point().view) {
    // An honest leader that has missed a finalization proposes this; it can never be certified.
    sees_.nullifying.nullify();
    return Progress::AwaitingNullification;
  }
  const auto point = sees_.certificates.point(parent);
  if (!point) {
    if (sees_.certificates.is_rejected(parent)) {
      return refuse(proposal, "its parent can never be certified");
    }
    if (sees_.certificates.notarization(parent) == nullptr) {
      sees_.fetches.want_certificates(parent, leader, Duration{0});
    }
    return Progress::AwaitingParent;
  }
  if (point->block != proposal.block.header.parent) {
    return refuse(proposal, "its parent is not the block of the parent view");
  }
  if (const auto gap = sees_.certificates.gap_between(parent, sees_.view.number())) {
    sees_.fetches.want_certificates(*gap, leader, Duration{0});
    return Progress::AwaitingParent;
  }
  return std::nullopt;
}

std::optional<Progress> Notarizing::examine_block(const Proposal& proposal) {
  const BlockHeader& header = proposal.block.header;
  const BlockHeader* parent = sees_.chain.header(header.parent);
  if (parent == nullptr) {
    sees_.fetches.want_state(header.parent);
    return Progress::AwaitingParent;
  }
  const HeaderContext context{parent, sees_.options.validators.at(proposal.vote.signer).id,
                              wall_borne_out()};
  const HeaderVerdict verdict = examine_header(proposal.block, context);
  if (verdict == HeaderVerdict::TooEarly) {
    const UnixMs latest = latest_timestamp(context.wall, *parent);
    const std::int64_t early = header.timestamp.value() - latest.value();
    sees_.view.ripens_at(sees_.step.now() + milliseconds(std::min(early, kTooEarlyLookMsMax)));
    return Progress::AwaitingTime;
  }
  if (verdict != HeaderVerdict::Valid) {
    return refuse(proposal, to_string(verdict));
  }
  if (sees_.chain.executed().check(header) == ExecutedAnswer::Contradicted) {
    sees_.disagreements.add(proposal.vote.subject, header);
    return refuse(proposal, "its executed root is not the own");
  }
  return std::nullopt;
}

// The own clock, or that of f+1 leaders where it is slow: what they have reached may be proposed.
UnixMs Notarizing::wall_borne_out() const {
  const auto reached = sees_.proposals.clocks_reached(sees_.step.now());
  return reached ? std::max(sees_.step.wall(), UnixMs{reached->value() - kTimestampAheadMsMax})
                 : sees_.step.wall();
}

std::optional<Progress> Notarizing::examine_payload(const Proposal& proposal) {
  const Block& block = proposal.block;
  const BlockDigest& digest = proposal.vote.subject.block;
  const ChainState* parent = sees_.chain.state_after(block.header.parent);
  if (parent == nullptr) {
    sees_.fetches.want_state(block.header.parent);
    return Progress::AwaitingData;
  }
  switch (sees_.payload.examine(parent->lanes, block.header.height, block.references)) {
    case PayloadState::Invalid:
      return refuse(proposal, "a reference does not extend its lane");
    case PayloadState::Missing:
      sees_.fetches.want_batches(block, digest, {false, proposal.vote.subject.view});
      return Progress::AwaitingData;
    case PayloadState::Ready:
      break;
  }
  if (sees_.chain.state_after(digest) == nullptr) {
    sees_.fetches.want_batches(block, digest, {false, proposal.vote.subject.view});
    return Progress::AwaitingData;
  }
  if (!sees_.chain.log_agrees(digest)) {
    return refuse(proposal, "its log root is not that of its batches");
  }
  return std::nullopt;
}

Progress Notarizing::refuse(const Proposal& proposal, const char* reason) {
  const ValidatorIndex leader = proposal.vote.signer;
  sees_.step.alarm("proposal of " + sees_.options.validators.at(leader).name + " in view " +
                   std::to_string(proposal.vote.subject.view.value()) + " refused: " + reason);
  sees_.fetches.give_up(proposal.vote.subject.view);
  sees_.nullifying.nullify();
  return Progress::AwaitingNullification;
}

}  // namespace vitalstream::consensus
