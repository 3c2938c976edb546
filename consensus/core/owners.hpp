#pragma once
// Owners: what a replica knows, each part kept by one class that alone writes its fields. Each rule
// is handed those that it reads and those that it changes (README.md has the table). Owned by
// Replica.

#include "consensus/core/ballot.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/chain.hpp"
#include "consensus/core/commitments.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/options.hpp"
#include "consensus/core/pacing.hpp"
#include "consensus/core/peers.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/right_to_sign.hpp"
#include "consensus/core/safety_record.hpp"
#include "consensus/core/seen_votes.hpp"
#include "consensus/core/statement_traffic.hpp"
#include "consensus/core/step.hpp"
#include "consensus/core/view_statistics.hpp"

namespace vitalstream::consensus {

struct Owners {
  // `payload` must outlive this.
  Owners(ReplicaOptions started_with, const PayloadSource& payload, const CommittedTip& tip);
  Owners(const Owners&) = delete;
  Owners& operator=(const Owners&) = delete;

  const ReplicaOptions options;
  Step step;
  Chain chain;
  CertificateStore certificates;
  CurrentView view;
  Pacing pacing;
  Proposals proposals;
  Ballot ballot;
  Peers peers;
  SafetyRecord record;
  RightToSign right;
  Commitments commitments;
  SeenVotes seen;
  StatementTraffic traffic;
  ViewStatistics statistics;
};

}  // namespace vitalstream::consensus
