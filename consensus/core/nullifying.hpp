#pragma once
// Nullifying: when the timers of a view run at all (C2), and when it is given up (C11).

#include "consensus/core/ballot.hpp"
#include "consensus/core/casting.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/chain.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/pacing.hpp"
#include "consensus/core/payload_source.hpp"
#include "consensus/core/peers.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class Nullifying {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const PayloadSource& payload;
    const CertificateStore& certificates;
    const Pacing& pacing;
    const Proposals& proposals;
    const Ballot& ballot;
    const Peers& peers;
    const SafetyRecord& record;
    const RightToSign& right;
    const Step& step;
    const Chain& chain;
    CurrentView& view;
    Casting& casting;
  };
  explicit Nullifying(const Sees& sees) : sees_(sees) {}

  [[nodiscard]] bool has_work() const;
  [[nodiscard]] bool is_heartbeat_due() const;
  void run_timers();
  // Unless this process may not, or must not any more.
  void nullify();

 private:
  const Sees sees_;
};

}  // namespace vitalstream::consensus
