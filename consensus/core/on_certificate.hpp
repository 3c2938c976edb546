#pragma once
// C1: certificates of any future view.

#include "consensus/core/ballot.hpp"
#include "consensus/core/peers.hpp"
#include "consensus/core/quorums.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class OnCertificate {
 public:
  struct Sees {
    Peers& peers;
    Ballot& ballot;
    Quorums& quorums;
    Step& step;
  };
  explicit OnCertificate(const Sees& sees) : sees_(sees) {}

  void on(const CertificateArrived& input);
  void on(const CertificateVerified& input);
  void on(const CertificateInvalid& input);

 private:
  const Sees sees_;
};

}  // namespace vitalstream::consensus
