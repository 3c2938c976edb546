#pragma once
// C16: votes wait unverified until a quorum can come of them. S2: what conflicts is evidence.

#include "consensus/core/ballot.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/disagreements.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/peers.hpp"
#include "consensus/core/quorums.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/seen_votes.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class OnVote {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const CertificateStore& certificates;
    const CurrentView& view;
    const RightToSign& right;
    Step& step;
    Peers& peers;
    Ballot& ballot;
    SeenVotes& seen;
    Disagreements& disagreements;
    Quorums& quorums;
  };
  explicit OnVote(const Sees& sees) : sees_(sees) {}

  void on(const VoteArrived& input);
  void on(const VotesVerified& input);

 private:
  const Sees sees_;
};

}  // namespace vitalstream::consensus
