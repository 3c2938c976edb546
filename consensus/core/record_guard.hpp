#pragma once
// RecordGuard: may the safety record be trusted, and above which view may be voted (C15)? A record
// that is missing signs nothing. A new one, made by explicit command, asks the others how far they
// have voted and goes on above all that 2f+1 of them answer. The same answers, asked for at every
// start, show a disk that was put back. Owned by Replica.

#include <map>
#include <optional>

#include "consensus/core/journal_record.hpp"
#include "consensus/core/safety_rules.hpp"
#include "consensus/types/message.hpp"

namespace vitalstream::consensus {

enum class RecordState { Missing, Asking, Established, Revoked };

class RecordGuard {
 public:
  // A record read from the journal.
  void restore(const NewRecord& record);

  [[nodiscard]] RecordState state() const { return state_; }
  [[nodiscard]] View vote_above() const { return vote_above_; }
  [[nodiscard]] std::size_t answers() const { return answers_.size(); }

  // The next question; every start and every new record asks with a new nonce.
  void ask(std::uint64_t nonce) { nonce_ = nonce; }
  [[nodiscard]] std::uint64_t nonce() const { return nonce_; }
  // False if it answers another question.
  [[nodiscard]] bool take(ValidatorIndex from, const VotedViewResponse& answer);

  // Asking, and `needed` others have told: the record that makes voting possible again.
  [[nodiscard]] std::optional<NewRecord> conclude(Epoch epoch, std::size_t needed) const;
  // How many answerers have seen the own vote in a view above `own_highest`.
  [[nodiscard]] std::size_t contradicting(View own_highest) const;
  // The disk was put back: nothing is signed until a new record is made.
  void revoke() { state_ = RecordState::Revoked; }

 private:
  RecordState state_ = RecordState::Missing;
  View vote_above_;
  std::uint64_t nonce_ = 0;
  std::map<ValidatorIndex, VotedViewResponse> answers_;
};

}  // namespace vitalstream::consensus
