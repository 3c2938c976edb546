#pragma once
// Rules: what follows from what a replica knows, each rule with the owners and the other rules that
// it was handed, and no more. Later ones may use earlier ones. Owned by Replica.

#include "consensus/core/answering.hpp"
#include "consensus/core/asking.hpp"
#include "consensus/core/casting.hpp"
#include "consensus/core/certifying.hpp"
#include "consensus/core/delivery.hpp"
#include "consensus/core/disagreements.hpp"
#include "consensus/core/entering.hpp"
#include "consensus/core/fetches.hpp"
#include "consensus/core/finality.hpp"
#include "consensus/core/foreign_votes.hpp"
#include "consensus/core/notarizing.hpp"
#include "consensus/core/nullifying.hpp"
#include "consensus/core/owners.hpp"
#include "consensus/core/proposing.hpp"
#include "consensus/core/quorums.hpp"
#include "consensus/core/stuck_reports.hpp"

namespace vitalstream::consensus {

struct Rules {
  // Both must outlive this.
  Rules(Owners& owners, const PayloadSource& payload);
  Rules(const Rules&) = delete;
  Rules& operator=(const Rules&) = delete;

  ForeignVotes foreign;
  Disagreements disagreements;
  Fetches fetches;
  Casting casting;
  Nullifying nullifying;
  Entering entering;
  Finality finality;
  Quorums quorums;
  Delivery delivery;
  Proposing proposing;
  Notarizing notarizing;
  Certifying certifying;
  StuckReports stuck_reports;
  Asking asking;
  Answering answering;
};

}  // namespace vitalstream::consensus
