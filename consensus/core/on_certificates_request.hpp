#pragma once
// C17: certificates by which views were left.

#include "consensus/core/certificate_store.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/peers.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class OnCertificatesRequest {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const CertificateStore& certificates;
    const CurrentView& view;
    Step& step;
    Peers& peers;
  };
  explicit OnCertificatesRequest(const Sees& sees) : sees_(sees) {}

  void on(const CertificatesRequested& input);

 private:
  const Sees sees_;
};

}  // namespace vitalstream::consensus
