#pragma once
// Certifying: the same on every honest replica (C9, C10), because it depends on nothing but the
// notarized block, its parent, its data and the own execution (E2).

#include "consensus/core/casting.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/chain.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/disagreements.hpp"
#include "consensus/core/entering.hpp"
#include "consensus/core/fetches.hpp"
#include "consensus/core/nullifying.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/pacing.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class Certifying {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const Proposals& proposals;
    const RightToSign& right;
    CertificateStore& certificates;
    const Chain& chain;
    CurrentView& view;
    Pacing& pacing;
    Step& step;
    SafetyRecord& record;
    Fetches& fetches;
    Nullifying& nullifying;
    Casting& casting;
    Disagreements& disagreements;
    Entering& entering;
  };
  explicit Certifying(const Sees& sees) : sees_(sees) {}

  void certify_all();

 private:
  enum class Certifiability { Yes, NotYet, Never };

  [[nodiscard]] bool certify(View view);
  [[nodiscard]] Certifiability certifiability(const VoteSubject& notarized);
  [[nodiscard]] Certifiability parent_certifiability(const VoteSubject& notarized,
                                                     const BlockHeader& header);
  [[nodiscard]] Certifiability execution_certifiability(const VoteSubject& notarized,
                                                        const BlockHeader& header);
  void note_pace(View view);
  void finalize(View view);

  const Sees sees_;
};

}  // namespace vitalstream::consensus
