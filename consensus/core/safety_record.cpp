#include "consensus/core/safety_record.hpp"

#include <utility>

namespace vitalstream::consensus {

void SafetyRecord::cast(const VoteSubject& subject) {
  votes_.record(subject);
  journal_.add(CastVote{subject});
}

void SafetyRecord::add_due(JournalRecord record) {
  journal_.add(std::move(record));
  owes_ = true;
}

void SafetyRecord::add_block(const Block& block, const BlockDigest& digest) {
  if (blocks_.insert(digest).second) {
    journal_.add(HeldBlock{block});
  }
}

void SafetyRecord::add_witness(const WitnessedCommit& witness) {
  witnessed_ = witness;
  journal_.add(witness);
}

// For a vote signed again the record is empty, but the data may have come after the restart.
std::optional<std::vector<JournalRecord>> SafetyRecord::take_due(bool signs) {
  const bool owes = std::exchange(owes_, false);
  if (signs || owes || (journal_.has_unwritten() && journal_.is_overfull())) {
    return journal_.take();
  }
  return std::nullopt;
}

void SafetyRecord::rotated(const std::vector<JournalRecord>& records, View floor) {
  journal_.rotated(records);
  rotated_at_ = floor;
  owes_ = false;
}

}  // namespace vitalstream::consensus
