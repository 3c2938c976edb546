#pragma once
// OwnVotes: every vote that this replica has cast above the floor, and the signed form of those
// that have been signed, to be sent again. Owned by SafetyRecord, restored from the journal.

#include <map>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "consensus/core/safety_rules.hpp"

namespace vitalstream::consensus {

class OwnVotes {
 public:
  [[nodiscard]] CastVotes cast_in(View view) const;
  // The highest view in which anything was ever cast, even below the floor (C15).
  [[nodiscard]] View highest() const { return highest_; }

  // Asserts the invariants (invariants.hpp); the same subject again changes nothing.
  void record(const VoteSubject& subject);
  void signed_as(const Vote& vote);
  // When the signature was last asked for; nothing if never.
  void asked_at(const VoteSubject& subject, Instant now);
  void not_signed(const VoteSubject& subject) { asked_.erase(subject); }
  [[nodiscard]] std::optional<Instant> asked(const VoteSubject& subject) const;
  [[nodiscard]] const Vote* signed_vote(const VoteSubject& subject) const;

  // All subjects cast above the floor, ascending by view.
  [[nodiscard]] std::vector<VoteSubject> subjects() const;
  void forget_up_to(View floor);

 private:
  std::map<View, CastVotes> cast_;
  std::map<VoteSubject, Vote> signed_;
  std::map<VoteSubject, Instant> asked_;
  View highest_;
};

}  // namespace vitalstream::consensus
