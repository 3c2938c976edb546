#include "consensus/core/compaction.hpp"

#include <algorithm>

namespace vitalstream::consensus {

std::vector<JournalRecord> Compaction::remainder() const {
  std::vector<JournalRecord> records;
  if (const auto right = right_to_vote()) {
    records.emplace_back(*right);
  }
  for (const Validator& validator : sees_.options.validators.validators()) {
    const auto& given = sees_.commitments.given(*sees_.options.validators.index_of(validator.id));
    if (given) {
      records.emplace_back(GivenCommitment{validator.id, given->process, given->is_over});
    }
  }
  if (const auto& witnessed = sees_.record.witnessed()) {
    records.emplace_back(*witnessed);
  }
  if (sees_.certificates.finalization()) {
    records.emplace_back(HeldCertificate{*sees_.certificates.finalization()});
  }
  for (const auto* held :
       {&sees_.certificates.notarizations(), &sees_.certificates.nullifications()}) {
    for (const auto& [view, certificate] : *held) {
      records.emplace_back(HeldCertificate{certificate});
    }
  }
  for (const View view : sees_.certificates.certified()) {
    records.emplace_back(CertifiedView{sees_.options.epoch(), view});
  }
  for (const Chain::Delivered& delivered : sees_.chain.uncommitted()) {
    records.emplace_back(HeldBlock{delivered.block});
  }
  for (const BlockDigest& digest : sees_.record.blocks()) {
    if (const Block* block = sees_.chain.find(digest)) {
      records.emplace_back(HeldBlock{*block});
    }
  }
  for (const VoteSubject& subject : sees_.record.votes().subjects()) {
    records.emplace_back(CastVote{subject});
  }
  return records;
}

std::optional<NewRecord> Compaction::right_to_vote() const {
  const RecordGuard& guard = sees_.right.guard();
  const Epoch epoch = sees_.options.epoch();
  switch (guard.state()) {
    case RecordState::Unproven:
      return NewRecord{epoch, View{0}};
    case RecordState::Asking:
      return NewRecord{epoch, std::nullopt};
    case RecordState::Established: {
      // Votes at or below the floor are represented by the views that they close.
      const View floor = sees_.certificates.final_point().view;
      const View voted = std::min(sees_.record.votes().highest(), floor);
      return NewRecord{epoch, std::max(guard.vote_above(), voted)};
    }
    case RecordState::Missing:
    case RecordState::Revoked:
      break;
  }
  return std::nullopt;
}

}  // namespace vitalstream::consensus
