#pragma once
// Effects by which core and lanes alike tell of somebody's fault (S2, L6).

#include <string>

#include "consensus/types/evidence.hpp"
#include "consensus/types/ids.hpp"

namespace vitalstream::consensus {

struct ReportEvidence {
  Evidence evidence;
};

// A peer broke a rule that no honest peer breaks.
struct CutPeer {
  ValidatorIndex peer;
  std::string reason;
};

}  // namespace vitalstream::consensus
