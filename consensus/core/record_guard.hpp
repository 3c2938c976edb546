#pragma once
// RecordGuard: may the safety record be trusted, and above which view may be voted (C15)? A record
// that is missing signs nothing. A new one, made by explicit command, asks the others how far they
// have voted and goes on above all that 2f+1 of them answer. One without any own vote cannot tell a
// first start from a lost disk: it is unproven, and asks as well. The same answers, asked for at
// every start and of every new session, show a disk that was put back or a second process with the
// same key: unless enough others, in the session that is up, have borne the record out, an
// established one signs nothing either. Owned by Replica.

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "consensus/core/journal_record.hpp"
#include "consensus/core/safety_rules.hpp"
#include "consensus/types/message.hpp"
#include "consensus/types/validator_set.hpp"

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

// How many others a new record needs to hear: 2f+1, and nobody where there is nobody else.
[[nodiscard]] std::size_t answers_needed(const ValidatorSet& set);

class RecordGuard {
 public:
  // A record read from the journal.
  void restore(const NewRecord& record);
  // The record holds an own vote: whoever cast it had the right to.
  void restore_vote();

  [[nodiscard]] RecordState state() const { return state_; }
  [[nodiscard]] View vote_above() const { return vote_above_; }
  [[nodiscard]] std::size_t answers() const { return answers_.size(); }

  // Questions are numbered upwards; those of this start begin here.
  void ask(std::uint64_t nonce);
  [[nodiscard]] std::uint64_t nonce() const { return nonce_; }
  // False if it answers a question of another start. `own_highest` is the highest view in which
  // this record holds or leaves out an own vote.
  [[nodiscard]] bool take(ValidatorIndex from, const VotedViewResponse& answer, View own_highest);

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
  // The look back. A peer bears the record out if it has said, in the session that is up, that it
  // knows of no own vote beyond it.
  [[nodiscard]] std::size_t borne_out_by() const { return borne_out_by_.size(); }
  // The record has just been established: what was said before is compared with it.
  void compare_again(View own_highest);
  // What the peer has said may be out of date: another process may speak with it meanwhile. Only
  // answers to questions asked from now on count.
  void end_session(ValidatorIndex peer);
  // Who says to have seen the own vote in a view above `own_highest`.
  [[nodiscard]] std::vector<ValidatorIndex> contradicting(View own_highest) const;
  // The disk was put back: nothing is signed until a new record is made.
  void revoke() { state_ = RecordState::Revoked; }

 private:
  RecordState state_ = RecordState::Missing;
  View vote_above_;
  std::uint64_t first_nonce_ = 0;
  std::uint64_t nonce_ = 0;
  std::map<ValidatorIndex, VotedViewResponse> answers_;
  std::map<ValidatorIndex, std::uint64_t> counts_from_;  // of a peer with an earlier session
  std::set<ValidatorIndex> borne_out_by_;
};

}  // namespace vitalstream::consensus
