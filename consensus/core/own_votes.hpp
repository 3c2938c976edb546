#pragma once
// OwnVotes: every vote that this replica has cast above the floor, and the signed form of those
// that have been signed, to be sent again. Owned by Replica, restored from the journal.

#include <map>
#include <vector>

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
  [[nodiscard]] const Vote* signed_vote(const VoteSubject& subject) const;

  // All subjects cast above the floor, ascending by view.
  [[nodiscard]] std::vector<VoteSubject> subjects() const;
  void forget_up_to(View floor);

 private:
  std::map<View, CastVotes> cast_;
  std::map<VoteSubject, Vote> signed_;
  View highest_;
};

}  // namespace vitalstream::consensus
