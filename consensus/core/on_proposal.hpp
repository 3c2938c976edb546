#pragma once
// C6: the first proposal of a view's leader is the one to be judged. C8, S2: a second one is
// evidence.

#include "consensus/core/ballot.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/chain.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/foreign_votes.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/peers.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/quorums.hpp"
#include "consensus/core/seen_votes.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class OnProposal {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const CertificateStore& certificates;
    const CurrentView& view;
    Chain& chain;
    Step& step;
    Peers& peers;
    Proposals& proposals;
    Ballot& ballot;
    SeenVotes& seen;
    ForeignVotes& foreign;
    Quorums& quorums;
  };
  explicit OnProposal(const Sees& sees) : sees_(sees) {}

  void on(const ProposalArrived& input);
  void on(const ProposalVerified& input);
  void on(const ProposalInvalid& input);

 private:
  [[nodiscard]] bool is_in_window(View view) const;

  const Sees sees_;
};

}  // namespace vitalstream::consensus
