#pragma once
// Quorums: what the votes of many lead to (C1, C13, C16): certificates, formed here or by others,
// are held, told, and followed by what each kind means. S2: conflicting votes are reported.

#include "consensus/core/ballot.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/entering.hpp"
#include "consensus/core/fetches.hpp"
#include "consensus/core/finality.hpp"
#include "consensus/core/foreign_votes.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/pacing.hpp"
#include "consensus/core/peers.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/safety_record.hpp"
#include "consensus/core/seen_votes.hpp"
#include "consensus/core/step.hpp"
#include "consensus/core/view_statistics.hpp"

namespace vitalstream::consensus {

class Quorums {
 public:
  struct Sees {
    const ReplicaOptions& options;
    const CurrentView& view;
    CertificateStore& certificates;
    Peers& peers;
    Pacing& pacing;
    Proposals& proposals;
    Ballot& ballot;
    Step& step;
    SafetyRecord& record;
    SeenVotes& seen;
    ViewStatistics& statistics;
    Fetches& fetches;
    ForeignVotes& foreign;
    Finality& finality;
    Entering& entering;
  };
  explicit Quorums(const Sees& sees) : sees_(sees) {}

  void follow(const VoteCollector::Outcome& outcome);
  // A certificate as it comes: verified if it can help, or kept for the case that it may.
  void consider(const CertificateArrived& arrived);
  // What was under verification has turned out to be wrong.
  void try_spare(const VoteSubject& subject);
  // Verified.
  enum class Origin { Here, Peer };
  void hold(const Certificate& certificate, Origin origin);

 private:
  void hold_notarization(const Certificate& notarization);
  void hold_nullification(const Certificate& nullification);

  const Sees sees_;
};

}  // namespace vitalstream::consensus
