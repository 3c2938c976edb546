#pragma once
// Receivers: each input has one, which hands it to the owners and rules that it concerns. Owned by
// Replica.

#include "consensus/core/on_block.hpp"
#include "consensus/core/on_certificate.hpp"
#include "consensus/core/on_certificates_request.hpp"
#include "consensus/core/on_committed.hpp"
#include "consensus/core/on_drain.hpp"
#include "consensus/core/on_final_range.hpp"
#include "consensus/core/on_own_vote.hpp"
#include "consensus/core/on_payload.hpp"
#include "consensus/core/on_peer.hpp"
#include "consensus/core/on_proposal.hpp"
#include "consensus/core/on_statement.hpp"
#include "consensus/core/on_stuck_report.hpp"
#include "consensus/core/on_vote.hpp"
#include "consensus/core/on_wake.hpp"
#include "consensus/core/rules.hpp"

namespace vitalstream::consensus {

template <class... Each>
struct ReceiversOf : Each... {
  using Each::on...;
};

using Receivers = ReceiversOf<OnWake, OnPayload, OnDrain, OnProposal, OnVote, OnOwnVote,
                              OnCertificate, OnStuckReport, OnBlock, OnCertificatesRequest,
                              OnFinalRange, OnCommitted, OnStatement, OnPeer>;

[[nodiscard]] Receivers make_receivers(Owners& owners, Rules& rules);

}  // namespace vitalstream::consensus
