#pragma once
// Invariants asserted in production, on this replica's own votes only: what others sign is
// evidence, never an assertion. A violation is a bug and stops the process before the vote is
// signed.

#include "consensus/core/safety_rules.hpp"

namespace vitalstream::consensus {

// Never two different votes of one kind in a view; never nullify and finalize in one view. `next`
// may repeat what has been cast.
void assert_own_votes_consistent(const CastVotes& cast, const VoteSubject& next);

}  // namespace vitalstream::consensus
