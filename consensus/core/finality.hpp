#pragma once
// Finality: the floor rises, and everything at or below it is forgotten (C13).

#include "consensus/core/ballot.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/disagreements.hpp"
#include "consensus/core/entering.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/pacing.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"
#include "consensus/core/seen_votes.hpp"
#include "consensus/core/step.hpp"
#include "consensus/core/view_statistics.hpp"

namespace vitalstream::consensus {

class Finality {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const SeenVotes& seen;
    const CurrentView& view;
    CertificateStore& certificates;
    Pacing& pacing;
    Proposals& proposals;
    Ballot& ballot;
    Step& step;
    SafetyRecord& record;
    RightToSign& right;
    ViewStatistics& statistics;
    Disagreements& disagreements;
    Entering& entering;
  };
  explicit Finality(const Sees& sees) : sees_(sees) {}

  // A finalization that is news, even of an old view above the floor.
  void hold(const Certificate& finalization);

 private:
  void note_statistics(View view);

  const Sees sees_;
};

}  // namespace vitalstream::consensus
