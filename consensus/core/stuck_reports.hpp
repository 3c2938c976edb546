#pragma once
// StuckReports: a stuck replica says so at every retry, with what lets others enter its view (C12).

#include <optional>

#include "consensus/core/casting.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/pacing.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class StuckReports {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const CertificateStore& certificates;
    const Pacing& pacing;
    const Proposals& proposals;
    const SafetyRecord& record;
    const RightToSign& right;
    CurrentView& view;
    Step& step;
    Casting& casting;
  };
  explicit StuckReports(const Sees& sees) : sees_(sees) {}

  // From when the current view counts as stuck; nothing while it may still end by itself.
  [[nodiscard]] std::optional<Instant> stuck_since() const;
  void report_when_stuck();
  // Where this replica stands, and its votes that still matter, stuck or not.
  void tell(ValidatorIndex peer);

 private:
  [[nodiscard]] StuckReport report() const;
  void resend_own_votes(std::optional<ValidatorIndex> to);
  void resend(const VoteSubject& subject, std::optional<ValidatorIndex> to);

  const Sees sees_;
};

}  // namespace vitalstream::consensus
