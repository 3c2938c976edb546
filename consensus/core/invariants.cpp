#include "consensus/core/invariants.hpp"

#include "base/assert.hpp"

namespace vitalstream::consensus {

void assert_own_votes_consistent(const CastVotes& cast, const VoteSubject& next) {
  switch (next.kind) {
    case VoteKind::Notarize:
      VS_ASSERT(!cast.notarize || *cast.notarize == next);
      return;
    case VoteKind::Nullify:
      VS_ASSERT(!cast.nullify || *cast.nullify == next);
      VS_ASSERT(!cast.finalize);
      return;
    case VoteKind::Finalize:
      VS_ASSERT(!cast.finalize || *cast.finalize == next);
      VS_ASSERT(!cast.nullify);
      return;
  }
}

}  // namespace vitalstream::consensus
