#pragma once
// C14: an own vote, recorded before, is signed now: it counts and it speaks.

#include "consensus/core/ballot.hpp"
#include "consensus/core/casting.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/quorums.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"

namespace vitalstream::consensus {

class OnOwnVote {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const CertificateStore& certificates;
    Ballot& ballot;
    SafetyRecord& record;
    RightToSign& right;
    Casting& casting;
    Quorums& quorums;
  };
  explicit OnOwnVote(const Sees& sees) : sees_(sees) {}

  void on(const OwnVoteSigned& input);
  // The vote counts as cast. While its view lasts, the stuck retry asks for the signature again: a
  // provider that fails is not a provider that refuses.
  void on(const OwnVoteFailed&) { sees_.right.signature_ends(); }

 private:
  const Sees sees_;
};

}  // namespace vitalstream::consensus
