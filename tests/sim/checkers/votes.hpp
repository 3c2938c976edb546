#pragma once
// S5: no honest key signs two different things for one (view, kind), nor nullify and finalize in
// one view, over all votes ever sent, restarts or not.

#include <map>
#include <tuple>

#include "consensus/types/vote.hpp"
#include "tests/sim/checkers/violations.hpp"

namespace vitalstream::checkers {

class Votes {
 public:
  explicit Votes(Violations& violations) : violations_(violations) {}
  // True if exactly this was never sent before.
  bool note_sent(const consensus::Vote& vote);

 private:
  using Key =
      std::tuple<consensus::ValidatorIndex, consensus::Epoch, consensus::View, consensus::VoteKind>;
  Violations& violations_;
  std::map<Key, consensus::VoteSubject> sent_;
};

}  // namespace vitalstream::checkers
