#pragma once
// SafetyRecord: what this replica has promised and must never forget (C14): its own votes, and what
// it tells its disk before it speaks: them, the blocks that they vouch for, certificates, the right
// to vote, commitments, the newest block in the database. Owned by Replica.

#include <optional>
#include <set>
#include <vector>

#include "consensus/core/block_tree.hpp"
#include "consensus/core/journal.hpp"
#include "consensus/core/own_votes.hpp"

namespace vitalstream::consensus {

class SafetyRecord {
 public:
  // From the disk, before the start.
  void restored(const std::vector<JournalRecord>& records) { journal_.restored(records); }
  void restore(const CastVote& vote) { votes_.record(vote.subject); }
  void restore(const WitnessedCommit& witness) { witnessed_ = witness; }
  void restore_block(const BlockDigest& digest) { blocks_.insert(digest); }

  // The vote counts as cast from here on. Asserts that it contradicts no other.
  void cast(const VoteSubject& subject);
  [[nodiscard]] const OwnVotes& votes() const { return votes_; }
  void asked_to_sign(const VoteSubject& subject, Instant now) { votes_.asked_at(subject, now); }
  void not_signed(const VoteSubject& subject) { votes_.not_signed(subject); }
  void signed_as(const Vote& vote) { votes_.signed_as(vote); }
  void forget_up_to(View floor) { votes_.forget_up_to(floor); }

  // Written with the next vote, in one record.
  void add(JournalRecord record) { journal_.add(std::move(record)); }
  // Durable before this step says anything.
  void add_due(JournalRecord record);
  // Once each.
  void add_block(const Block& block, const BlockDigest& digest);
  void add_witness(const WitnessedCommit& witness);
  // The blocks that it holds and the chain still does.
  [[nodiscard]] const std::set<BlockDigest>& blocks() const { return blocks_; }
  template <class IsHeld>
  void retain_blocks(IsHeld is_held) {
    std::erase_if(blocks_, [&](const BlockDigest& digest) { return !is_held(digest); });
  }
  [[nodiscard]] const std::optional<WitnessedCommit>& witnessed() const { return witnessed_; }

  // What is to be written before a step speaks that signs, or does not.
  [[nodiscard]] std::optional<std::vector<JournalRecord>> take_due(bool signs);
  // It has grown, and the floor has risen.
  [[nodiscard]] bool should_rotate(View floor) const {
    return journal_.has_outgrown() && floor > rotated_at_;
  }
  // It starts anew with these; what was not written is among them.
  void rotated(const std::vector<JournalRecord>& records, View floor);

 private:
  Journal journal_;
  OwnVotes votes_;
  std::set<BlockDigest> blocks_;
  std::optional<WitnessedCommit> witnessed_;
  bool owes_ = false;  // what this step must not speak without
  View rotated_at_;    // the floor when it was last started anew
};

}  // namespace vitalstream::consensus
