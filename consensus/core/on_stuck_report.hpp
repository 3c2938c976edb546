#pragma once
// C12: a stuck peer is answered.

#include "consensus/core/certificate_store.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/peers.hpp"
#include "consensus/core/quorums.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class OnStuckReport {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const CertificateStore& certificates;
    const CurrentView& view;
    Step& step;
    Peers& peers;
    Quorums& quorums;
  };
  explicit OnStuckReport(const Sees& sees) : sees_(sees) {}

  void on(const StuckReportArrived& input);

 private:
  const Sees sees_;
};

}  // namespace vitalstream::consensus
