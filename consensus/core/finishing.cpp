// C13: certificates, finality and delivery. E1: final blocks go to execution in order. S11: a final
// chain that contradicts itself or the own execution halts, because more than f are faulty.
#include <algorithm>

#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::hold_certificate(const Certificate& certificate, bool formed_here) {
  const VoteSubject& subject = certificate.subject;
  if (!certificates_.is_news(subject)) {
    return;
  }
  if (shows_foreign_vote(certificate)) {
    halt_for_foreign_vote(subject.view);
    return;
  }
  changed_ = true;
  journal_.add(HeldCertificate{certificate});
  seen_.add(certificate);
  votes_.close(subject.kind, subject.view);
  spare_certificates_.take(subject);
  if (formed_here) {
    broadcast(certificate);
  }
  switch (subject.kind) {
    case VoteKind::Notarize:
      certificates_.add_notarization(certificate);
      note_quorum(subject);
      return;
    case VoteKind::Nullify:
      certificates_.add_nullification(certificate);
      give_up_fetches(subject.view);
      statistics_.on_nullified(set().leader(subject.view));
      if (subject.view == view_) {
        const ValidatorIndex leader = set().leader(view_);
        pacing_.on_nullified(leader, !activity_.is_silent(leader, clock_.now));
      }
      if (subject.view >= view_) {
        enter(next(subject.view));
      }
      return;
    case VoteKind::Finalize:
      hold_finalization(certificate);
      return;
  }
}

void Replica::hold_finalization(const Certificate& certificate) {
  const VoteSubject& subject = certificate.subject;
  const Certificate* notarization = certificates_.notarization(subject.view);
  if (notarization != nullptr && notarization->subject.block != subject.block) {
    halt("one view has a notarization and a finalization of different blocks");
    return;
  }
  certificates_.raise_floor(certificate);
  votes_.forget_up_to(subject.view);
  own_votes_.forget_up_to(subject.view);
  std::erase_if(proposals_, [&](const auto& entry) { return entry.first <= subject.view; });
  std::erase_if(contradicting_, [&](const auto& entry) { return entry.first <= subject.view; });
  spare_certificates_.forget_up_to(subject.view);
  // Those of the view itself become those of a final block.
  effects_.push_back(ForgetFetches{View{0}, View{subject.view.value() - 1}});
  pacing_.on_finalized();
  note_final(subject.view);
  if (subject.view >= view_) {
    enter(next(subject.view));
  }
}

void Replica::note_quorum(const VoteSubject& notarized) {
  const auto slot = proposals_.find(notarized.view);
  if (slot != proposals_.end() && slot->second.proposal.vote.subject == notarized) {
    statistics_.on_quorum(clock_.now - slot->second.arrived);
  }
}

void Replica::note_final(View view) {
  std::vector<View> voted = seen_.heard();
  if (options_.own) {
    voted[options_.own->value()] = own_votes_.highest();
  }
  statistics_.on_final(view, voted);
}

// From the newest final block down to what is known to be final already: all of it is final.
void Replica::link_final_chain() {
  missing_final_.reset();
  missing_height_.reset();
  const ChainPoint& newest = certificates_.final_point();
  BlockDigest at = newest.block;
  while (at != tree_.root().digest) {
    const BlockHeader* header = tree_.header(at);
    if (header == nullptr) {
      missing_final_ = at;
      return;
    }
    const Height height = header->height;
    const bool is_known = final_chain_.at(height) == at && height <= final_chain_.contiguous();
    if (!final_chain_.add(height, at)) {
      halt("two blocks are final at height " + std::to_string(height.value()));
      return;
    }
    if (at == newest.block && certificates_.finalization()) {
      final_chain_.add_finalization(height, *certificates_.finalization());
    }
    if (is_known) {
      return;
    }
    if (height.value() == tree_.root().header.height.value() + 1 &&
        header->parent != tree_.root().digest) {
      halt("a final block does not follow the delivered one");
      return;
    }
    missing_height_ = Height{height.value() - 1};
    at = header->parent;
  }
}

void Replica::deliver() {
  bool delivered = false;
  while (!halt_reason_ && deliver_next()) {
    delivered = true;
  }
  if (delivered) {
    changed_ = true;
  }
  if (delivered || floor_collected_ != certificates_.final_point().view) {
    floor_collected_ = certificates_.final_point().view;
    collect_garbage();
  }
}

bool Replica::deliver_next() {
  const Height height = next(tree_.root().header.height);
  const auto digest = final_chain_.at(height);
  if (!digest || height.value() > executed_.committed().value() + kDeliverAheadBlocksMax) {
    return false;
  }
  const Block* block = tree_.find(*digest);
  const Certificate* finalization = final_chain_.finalization_of(height);
  if (block == nullptr || finalization == nullptr || !is_deliverable(*block, *digest)) {
    return false;
  }
  effects_.push_back(Deliver{*block, *digest, *finalization, final_chain_.is_direct(height)});
  uncommitted_.push_back({*block, *digest});
  tree_.advance(*digest);
  final_chain_.on_delivered(height);
  executed_.forget_below(tree_.root().header.executed_height);
  return true;
}

bool Replica::is_deliverable(const Block& block, const BlockDigest& digest) {
  if (block.header.parent != tree_.root().digest) {
    halt("a final block does not follow the delivered one");
    return false;
  }
  // The state may have been known before the lanes gave up a batch that no own vote vouches for.
  const bool has_all = std::ranges::all_of(block.references, [&](const BatchRef& reference) {
    return payload_.leaves(reference.digest) != nullptr;
  });
  if (!has_all || tree_.state_after(digest, payload_) == nullptr) {
    prefetch_final_batches();
    return false;
  }
  if (!tree_.log_agrees(digest)) {
    halt("a final block commits to a log that its batches do not make");
    return false;
  }
  if (executed_.claim(block.header) == ExecutedAnswer::Contradicted) {
    halt("a final block commits to another state after height " +
         std::to_string(block.header.executed_height.value()));
    return false;
  }
  return true;
}

void Replica::prefetch_final_batches() {
  const Height first = next(tree_.root().header.height);
  for (std::uint64_t i = 0; i < kBatchPrefetchBlocksMax; ++i) {
    const auto digest = final_chain_.at(Height{first.value() + i});
    const Block* block = digest ? tree_.find(*digest) : nullptr;
    if (block == nullptr) {
      return;
    }
    want_batches(*block, *digest, {.is_final = true, .proposed_in = std::nullopt});
  }
}

// What no view above the floor and no final block above the delivered one names can go.
void Replica::collect_garbage() {
  std::set<BlockDigest> wanted{certificates_.final_point().block};
  final_chain_.collect(wanted);
  for (const auto& [view, slot] : proposals_) {
    wanted.insert(slot.proposal.vote.subject.block);
  }
  for (const auto& [view, certificate] : certificates_.notarizations()) {
    wanted.insert(certificate.subject.block);
  }
  for (const VoteSubject& subject : own_votes_.subjects()) {
    wanted.insert(subject.block);
  }
  tree_.retain(wanted);
  std::erase_if(journaled_blocks_, [&](const BlockDigest& digest) {
    return tree_.find(digest) == nullptr;
  });
}

}  // namespace vitalstream::consensus
