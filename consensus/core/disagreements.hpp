#pragma once
// Disagreements: headers whose executed root is not the own (E2). One lying leader must not stop
// the others, but f+1 finalize votes for such a header hold an honest one.

#include <map>
#include <vector>

#include "consensus/core/ballot.hpp"
#include "consensus/core/chain.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/status.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class Disagreements {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const Chain& chain;
    Step& step;
    Ballot& ballot;
    RightToSign& right;
  };
  explicit Disagreements(const Sees& sees) : sees_(sees) {}

  // Of a proposed or notarized block: an alarm that names its leader, once a view.
  void add(const VoteSubject& proposed, const BlockHeader& header);
  // A finalize vote was verified: halts if f+1 are there for what contradicts the own execution.
  void check_finality(const VoteSubject& finalize);
  void forget_up_to(View floor);
  // Both values of the newest, for the operator.
  [[nodiscard]] const std::vector<Disagreement>& kept() const { return kept_; }

 private:
  const Sees sees_;
  std::map<View, VoteSubject> suspects_;  // what a finalize vote for each would be
  std::vector<Disagreement> kept_;
};

}  // namespace vitalstream::consensus
