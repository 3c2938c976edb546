#pragma once
// RecordGuard: may the safety record be trusted, and above which view may be voted (C15)? A record
// that is missing signs nothing. A new one, made by explicit command, asks the others how far they
// have voted and goes on above all that 2f+1 of them answer. One without any own vote cannot tell a
// first start from a lost disk: it is unproven, and waits for answers as well. An established one
// is revoked when a vote beyond it is shown: the disk was put back. Owned by RightToSign.

#include <map>
#include <optional>

#include "consensus/core/journal_record.hpp"
#include "consensus/core/safety_rules.hpp"
#include "consensus/types/validator_set.hpp"

namespace vitalstream::consensus {

enum class RecordState { Missing, Unproven, Asking, Established, Revoked };

// How many answers a birth needs: from all others; or from a quorum less the asker, where all have
// had the time to answer.
struct BirthQuorum {
  std::size_t others = 0;
  std::size_t enough = 0;
  bool is_patience_over = false;
};

// How many others a new record needs to hear: 2f+1, and all where nobody may be faulty.
[[nodiscard]] std::size_t answers_needed(const ValidatorSet& set);

class RecordGuard {
 public:
  // A record read from the journal.
  void restore(const NewRecord& record);
  // The record holds an own vote: whoever cast it had the right to.
  void restore_vote();

  [[nodiscard]] RecordState state() const { return state_; }
  [[nodiscard]] View vote_above() const { return vote_above_; }
  // Who has answered this process.
  [[nodiscard]] std::size_t answers() const { return answers_.size(); }

  // A verified answer to this process; the newest of each counts.
  void take(ValidatorIndex from, const Answer& answer);
  // Without the right to vote, and `needed` others have told: the record that makes it possible. An
  // answer that names a later view than `plausible` does not count: nothing bears it out yet.
  [[nodiscard]] std::optional<NewRecord> conclude(Epoch epoch, std::size_t needed,
                                                  View plausible) const;
  // The same where no quorum is without the asker (n <= 3, f = 0), and `others` are all: a view
  // that it may not vote in would never end. Nobody lies there, so what all show is all that
  // anybody has of its votes, and it goes on above that.
  [[nodiscard]] std::optional<NewRecord> conclude_of_all(Epoch epoch, std::size_t others) const;
  // Unproven, and the answers show a network that is being born: the record that says so. Only for
  // an asker that knows no final block.
  [[nodiscard]] std::optional<NewRecord> conclude_birth(Epoch epoch, BirthQuorum quorum) const;
  // It waits for answers that give it the right to vote.
  [[nodiscard]] bool is_waiting() const {
    return state_ == RecordState::Unproven || state_ == RecordState::Asking;
  }
  // How many have shown a valid vote of this validator in a view above this one.
  [[nodiscard]] std::size_t witnesses_above(View view) const;
  // The disk was put back, or nothing may be signed until an operator's command.
  void revoke() { state_ = RecordState::Revoked; }

 private:
  struct Told {
    std::optional<View> own_highest;
    View floor;
    View shown;  // the view of the asker's votes that came with it; 0 for none
  };

  RecordState state_ = RecordState::Missing;
  View vote_above_;
  std::map<ValidatorIndex, Told> answers_;
};

}  // namespace vitalstream::consensus
