#pragma once
// May I vote? Pure functions on what the replica itself has cast in one view (C6, C9, C11). They
// are the whole of the replica's promise; invariants.hpp asserts them a second time when a vote is
// recorded.

#include <optional>

#include "consensus/types/vote.hpp"

namespace vitalstream::consensus {

// The own votes of one view: cast means recorded, whether or not they were ever signed or sent.
struct CastVotes {
  std::optional<VoteSubject> notarize;
  std::optional<VoteSubject> nullify;
  std::optional<VoteSubject> finalize;
};

// What the replica may sign at all: nothing for an observer, without a safety record, after a halt,
// or in the views that a new record leaves out (C15).
struct SigningRight {
  bool allowed = false;
  View above;
  [[nodiscard]] bool covers(View view) const { return allowed && view > above; }
};

// C6: in the current view only, once, and never after the own nullify of it.
[[nodiscard]] bool may_notarize(const CastVotes& cast, View view, View current);
// C11: once, and never after the own finalize of that view.
[[nodiscard]] bool may_nullify(const CastVotes& cast);
// C9: once, never after the own nullify, never for an equivocating leader's block.
[[nodiscard]] bool may_finalize(const CastVotes& cast, bool leader_equivocated);

}  // namespace vitalstream::consensus
