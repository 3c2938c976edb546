#pragma once
// Everything that can happen to an engine: the inputs of the replica and of the lanes in one.

#include <variant>

#include "consensus/core/input.hpp"
#include "consensus/lanes/input.hpp"

namespace vitalstream::consensus {

using Input =
    std::variant<Wake, ProposalArrived, ProposalVerified, ProposalInvalid, VoteArrived,
                 VotesVerified, CertificateArrived, CertificateVerified, CertificateInvalid,
                 OwnVoteSigned, OwnVoteFailed, StuckReportArrived, BlockRequested, BlockArrived,
                 CertificatesRequested, FinalRangeRequested, FinalRangeArrived, FinalRangeVerified,
                 FinalRangeInvalid, Committed, StatementArrived, StatementVerified,
                 StatementInvalid, PeerConnected, PeerDisconnected, Drain, Submit, OwnBatchClosed,
                 BatchArrived, BatchVerified, BatchInvalid, WatermarksArrived, BatchesRequested,
                 IncarnationRenewed, ClosingPaused>;

}  // namespace vitalstream::consensus
