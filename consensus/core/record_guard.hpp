#pragma once
// RecordGuard: may the safety record be trusted, and above which view may be voted (C15)? A record
// that is missing signs nothing. A new one, made by explicit command, asks the others how far they
// have voted and goes on above all that 2f+1 of them answer. One without any own vote cannot tell a
// first start from a lost disk: it is unproven, and asks as well. The same answers, asked for at
// every start, show a disk that was put back. Owned by Replica.

#include <map>
#include <optional>
#include <vector>

#include "consensus/core/journal_record.hpp"
#include "consensus/core/safety_rules.hpp"
#include "consensus/types/message.hpp"

namespace vitalstream::consensus {

enum class RecordState { Missing, Unproven, Asking, Established, Revoked };

// How many answers a birth needs: from all others; or from a quorum less the asker, where all have
// had the time to answer. Of so many witnesses of an own vote all may lie.
struct BirthQuorum {
  std::size_t others = 0;
  std::size_t enough = 0;
  std::size_t liars = 0;
  bool is_patience_over = false;
};

class RecordGuard {
 public:
  // A record read from the journal.
  void restore(const NewRecord& record);
  // The record holds an own vote: whoever cast it had the right to.
  void restore_vote();

  [[nodiscard]] RecordState state() const { return state_; }
  [[nodiscard]] View vote_above() const { return vote_above_; }
  [[nodiscard]] std::size_t answers() const { return answers_.size(); }

  // The next question; every start and every new record asks with a new nonce.
  void ask(std::uint64_t nonce) { nonce_ = nonce; }
  [[nodiscard]] std::uint64_t nonce() const { return nonce_; }
  // False if it answers another question.
  [[nodiscard]] bool take(ValidatorIndex from, const VotedViewResponse& answer);

  // Without the right to vote, and `needed` others have told: the record that makes it possible. An
  // answer that names a later view than `plausible` does not count: nothing bears it out yet.
  [[nodiscard]] std::optional<NewRecord> conclude(Epoch epoch, std::size_t needed,
                                                  View plausible) const;
  // Unproven, and the answers show a network that is being born: the record that says so. Only for
  // an asker that knows no final block.
  [[nodiscard]] std::optional<NewRecord> conclude_birth(Epoch epoch, BirthQuorum quorum) const;
  // It waits for answers, and so it goes on asking.
  [[nodiscard]] bool is_waiting() const {
    return state_ == RecordState::Unproven || state_ == RecordState::Asking;
  }
  // Who says to have seen the own vote in a view above `own_highest`.
  [[nodiscard]] std::vector<ValidatorIndex> contradicting(View own_highest) const;
  // The disk was put back: nothing is signed until a new record is made.
  void revoke() { state_ = RecordState::Revoked; }

 private:
  RecordState state_ = RecordState::Missing;
  View vote_above_;
  std::uint64_t nonce_ = 0;
  std::map<ValidatorIndex, VotedViewResponse> answers_;
};

}  // namespace vitalstream::consensus
