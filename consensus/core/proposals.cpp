// C6, C8: one proposal of a view is kept, a second one is evidence.
#include "consensus/core/proposals.hpp"

#include <utility>

#include "base/assert.hpp"

namespace vitalstream::consensus {

const ProposalSlot* Proposals::find(View view) const {
  const auto slot = slots_.find(view);
  return slot == slots_.end() ? nullptr : &slot->second;
}

std::optional<View> Proposals::next_after(View view) const {
  const auto later = slots_.upper_bound(view);
  return later == slots_.end() ? std::nullopt : std::optional(later->first);
}

void Proposals::collect_blocks(std::set<BlockDigest>& digests) const {
  for (const auto& [view, slot] : slots_) {
    digests.insert(slot.proposal.vote.subject.block);
  }
}

void Proposals::add(View view, ProposalSlot slot) {
  VS_ASSERT(slots_.try_emplace(view, std::move(slot)).second);
}

void Proposals::mark_equivocated(View view) {
  const auto slot = slots_.find(view);
  if (slot != slots_.end()) {
    slot->second.equivocated = true;
  }
}

void Proposals::waits_for(View view, Progress progress) { slots_.at(view).waiting = progress; }

void Proposals::sign(const Vote& vote) { slots_.at(vote.subject.view).proposal.vote = vote; }

void Proposals::forget_up_to(View view) {
  std::erase_if(slots_, [&](const auto& entry) { return entry.first <= view; });
}

bool Proposals::begin_check(const VoteSubject& proposed, ValidatorIndex from) {
  return may_check(proposed) && checks_.add(proposed, from, {});
}

// Two in a view are enough: the one to be judged, and another as evidence.
bool Proposals::may_check(const VoteSubject& proposed) const {
  if (checks_.contains(proposed)) {
    return false;
  }
  std::size_t known = checks_.count_in(proposed.view);
  if (const ProposalSlot* slot = find(proposed.view)) {
    if (slot->equivocated || slot->proposal.vote.subject == proposed) {
      return false;
    }
    known += 1;
  }
  return known < 2;
}

void Proposals::note_clock(const Proposal& proposal, Instant now) {
  clocks_.note(proposal.vote.signer, proposal.block.header.timestamp, now);
}

}  // namespace vitalstream::consensus
