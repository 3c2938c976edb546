#include "consensus/core/safety_rules.hpp"

namespace vitalstream::consensus {

bool may_notarize(const CastVotes& cast, View view, View current) {
  return view == current && !cast.notarize && !cast.nullify && !cast.finalize;
}

bool may_nullify(const CastVotes& cast) { return !cast.nullify && !cast.finalize; }

bool may_finalize(const CastVotes& cast, bool leader_equivocated) {
  return !cast.finalize && !cast.nullify && !leader_equivocated;
}

}  // namespace vitalstream::consensus
