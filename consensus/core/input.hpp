#pragma once
// Everything that can happen to a replica. Peer inputs are authenticated (mTLS says who speaks)
// and, where the type says Verified, checked. Time is a part of every input: the core has no clock.

#include <cstdint>
#include <variant>
#include <vector>

#include "consensus/types/message.hpp"
#include "consensus/types/verified.hpp"

namespace vitalstream::consensus {

// When an input happened: `now` drives timers, `wall` drives block timestamps and their check (C7).
struct Clock {
  Instant now;
  UnixMs wall;
};

// The time that a WakeAt effect asked for has come, or any later time; spurious wakes are harmless.
struct Wake {};

// Unverified: dropped if it cannot be of use, else verified on request (C6).
struct ProposalArrived {
  ValidatorIndex from;
  Proposal proposal;
};

// The answers to VerifyProposal.
struct ProposalVerified {
  ValidatorIndex from;
  Verified<Proposal> proposal;
};
struct ProposalInvalid {
  ValidatorIndex from;
  VoteSubject subject;
};

// Unverified: parked per (view, kind, signer) until it can complete a quorum (C16).
struct VoteArrived {
  ValidatorIndex from;
  Vote vote;
};

// The answer to VerifyVotes.
struct VotesVerified {
  std::vector<Verified<Vote>> valid;
  std::vector<Vote> invalid;
};

// Unverified: dropped if it cannot help, else verified on request.
struct CertificateArrived {
  ValidatorIndex from;
  Certificate certificate;
};

// The answers to VerifyCertificate.
struct CertificateVerified {
  ValidatorIndex from;
  Verified<Certificate> certificate;
};
struct CertificateInvalid {
  ValidatorIndex from;
  VoteSubject subject;
};

// The answers to SignVote. A failure leaves the vote recorded as cast: it is never signed again.
struct OwnVoteSigned {
  Verified<Vote> vote;
};
struct OwnVoteFailed {
  VoteSubject subject;
};

struct StuckReportArrived {
  ValidatorIndex from;
  StuckReport report;
};

struct BlockRequested {
  ValidatorIndex from;
  BlockDigest digest;
};
// The answer of a peer; the core compares its digest with what it asked for.
struct BlockArrived {
  ValidatorIndex from;
  Block block;
};
struct CertificatesRequested {
  ValidatorIndex from;
  CertificatesRequest request;
};
struct FinalRangeRequested {
  ValidatorIndex from;
  FinalRangeRequest request;
};
// Catch-up (S1). Unverified: dropped unless this peer was asked for it.
struct FinalRangeArrived {
  ValidatorIndex from;
  FinalRangeResponse response;
};
// The answers to VerifyFinalRange; linkage is checked by the core.
struct FinalRangeVerified {
  ValidatorIndex from;
  std::vector<Block> blocks;
  Verified<Certificate> finalization;
};
struct FinalRangeInvalid {
  ValidatorIndex from;
};

// The block delivered at this height has been executed and is in the database.
struct Committed {
  Height height;
  ExecutedRoot executed_root;
};

// C15. Unverified: dropped if it cannot be news, else verified on request. `from` is its maker, or
// a peer that passes it on.
using Statement = std::variant<Question, Answer, Over>;
struct StatementArrived {
  ValidatorIndex from;
  Statement statement;
};
// The answers to VerifyStatement.
struct StatementVerified {
  ValidatorIndex from;
  std::variant<Verified<Question>, Verified<Answer>, Verified<Over>> statement;
};
struct StatementInvalid {
  ValidatorIndex from;
  Statement statement;
};

struct PeerConnected {
  ValidatorIndex peer;
};
struct PeerDisconnected {
  ValidatorIndex peer;
};

// From the engine: a batch became held, so that proposals, certifications, deliveries that waited
// for data may go on, and work may have appeared (C2).
struct PayloadChanged {};

// C5: shutdown begins; nullify the own view when leading it, propose nothing more.
struct Drain {};

using CoreInput =
    std::variant<Wake, ProposalArrived, ProposalVerified, ProposalInvalid, VoteArrived,
                 VotesVerified, CertificateArrived, CertificateVerified, CertificateInvalid,
                 OwnVoteSigned, OwnVoteFailed, StuckReportArrived, BlockRequested, BlockArrived,
                 CertificatesRequested, FinalRangeRequested, FinalRangeArrived, FinalRangeVerified,
                 FinalRangeInvalid, Committed, StatementArrived, StatementVerified,
                 StatementInvalid, PeerConnected, PeerDisconnected, PayloadChanged, Drain>;

}  // namespace vitalstream::consensus
