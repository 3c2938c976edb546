#pragma once
// RecordGuard: may the safety record be trusted, and above which view may be voted (C15)? A record
// that is missing signs nothing. A new one, made by explicit command, asks the others how far they
// have voted and goes on above all that 2f+1 of them answer. One without any own vote cannot tell a
// first start from a lost disk: it is unproven, and asks as well. The same answers, asked for at
// every start, show a disk that was put back or a second process with the same key: until enough
// others know of no later own vote, an established record signs nothing either. Owned by Replica.

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
  // It waits for answers that give it the right to vote.
  [[nodiscard]] bool is_waiting() const {
    return state_ == RecordState::Unproven || state_ == RecordState::Asking;
  }
  // The look back, once for each start: `needed` others have answered and know of no own vote above
  // `own_highest`, the own record included in what they are compared with. True when it ends.
  [[nodiscard]] bool look_back(View own_highest, std::size_t needed);
  [[nodiscard]] bool has_looked_back() const { return has_looked_back_; }
  // It goes on asking.
  [[nodiscard]] bool is_asking() const {
    return is_waiting() || (state_ == RecordState::Established && !has_looked_back_);
  }
  // Who says to have seen the own vote in a view above `own_highest`.
  [[nodiscard]] std::vector<ValidatorIndex> contradicting(View own_highest) const;
  // The disk was put back: nothing is signed until a new record is made.
  void revoke() { state_ = RecordState::Revoked; }

 private:
  RecordState state_ = RecordState::Missing;
  View vote_above_;
  std::uint64_t nonce_ = 0;
  bool has_looked_back_ = false;
  std::map<ValidatorIndex, VotedViewResponse> answers_;
};

}  // namespace vitalstream::consensus
