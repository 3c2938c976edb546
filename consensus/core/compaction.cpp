// C14: what a new generation of the safety record starts with, so that nothing of consequence is
// forgotten: the right to vote, commitments, certificates above the floor, votes, blocks not in the
// database.
#include <algorithm>

#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

std::vector<JournalRecord> Replica::remainder() const {
  std::vector<JournalRecord> records;
  const View floor = certificates_.final_point().view;
  if (guard_.state() == RecordState::Unproven) {
    records.emplace_back(NewRecord{epoch(), View{0}});
  } else if (guard_.state() == RecordState::Established) {
    // Votes at or below the floor are represented by the views that they close.
    const View voted = std::min(own_votes_.highest(), floor);
    records.emplace_back(NewRecord{epoch(), std::max(guard_.vote_above(), voted)});
  } else if (guard_.state() == RecordState::Asking) {
    records.emplace_back(NewRecord{epoch(), std::nullopt});
  }
  for (const Validator& validator : set().validators()) {
    const auto& given = commitments_.given(*set().index_of(validator.id));
    if (given) {
      records.emplace_back(GivenCommitment{validator.id, given->process, given->is_over});
    }
  }
  if (witnessed_) {
    records.emplace_back(*witnessed_);
  }
  if (certificates_.finalization()) {
    records.emplace_back(HeldCertificate{*certificates_.finalization()});
  }
  for (const auto* held : {&certificates_.notarizations(), &certificates_.nullifications()}) {
    for (const auto& [view, certificate] : *held) {
      records.emplace_back(HeldCertificate{certificate});
    }
  }
  for (const View view : certificates_.certified()) {
    records.emplace_back(CertifiedView{epoch(), view});
  }
  for (const Delivered& delivered : uncommitted_) {
    records.emplace_back(HeldBlock{delivered.block});
  }
  for (const BlockDigest& digest : journaled_blocks_) {
    if (const Block* block = tree_.find(digest)) {
      records.emplace_back(HeldBlock{*block});
    }
  }
  for (const VoteSubject& subject : own_votes_.subjects()) {
    records.emplace_back(CastVote{subject});
  }
  return records;
}

}  // namespace vitalstream::consensus
