#pragma once
// S4: no batch is referenced twice and each lane's references chain (so that no transaction can be
// applied twice by ordering). S8: equal roots of the state at each height.

#include <map>
#include <set>

#include "consensus/types/lane_position.hpp"
#include "tests/sim/checkers/violations.hpp"

namespace vitalstream::checkers {

class Ledgers {
 public:
  explicit Ledgers(Violations& violations) : violations_(violations) {}
  void note_committed(NodeId node, const consensus::Block& block,
                      const consensus::ExecutedRoot& root);

 private:
  void check_references(const consensus::Block& block);

  Violations& violations_;
  std::map<std::uint64_t, consensus::ExecutedRoot> roots_;
  std::set<consensus::BatchDigest> referenced_;
  consensus::LanePositions lanes_;
};

}  // namespace vitalstream::checkers
