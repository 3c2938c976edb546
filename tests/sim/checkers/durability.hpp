#pragma once
// S6: when a vote leaves, the durable image already holds its record and the data it vouches for.

#include "consensus/types/vote.hpp"
#include "tests/sim/checkers/violations.hpp"

namespace vitalstream::checkers {

// What was on the durable image at the moment in which a vote left.
struct DurableFacts {
  bool record = false;
  bool block = false;    // always true for nullify
  bool batches = false;  // of that block
};

class Durability {
 public:
  explicit Durability(Violations& violations) : violations_(violations) {}
  void note_vote_leaves(NodeId node, const consensus::VoteSubject& subject,
                        const DurableFacts& facts);

 private:
  Violations& violations_;
};

}  // namespace vitalstream::checkers
