#pragma once
// What a replica wants done, in this order. The runner makes every Persist durable (together with
// all batches stored so far) before any later SignVote, SpeakStatement, Broadcast or Send is
// carried out (persist before speak, C14). What is to be verified, and WakeAt, may run at once. A
// Halt comes before all others of its step, is durable before the next is looked at, and ends
// signing.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "consensus/core/journal_record.hpp"
#include "consensus/types/blame.hpp"
#include "consensus/types/halt.hpp"
#include "consensus/types/message.hpp"
#include "consensus/types/payload.hpp"
#include "consensus/types/verified.hpp"

namespace vitalstream::consensus {

struct Persist {
  std::vector<JournalRecord> records;
};

// Start a new generation of the safety record with exactly these records in place of all before.
struct RotateJournal {
  std::vector<JournalRecord> records;
};

struct SignVote {
  VoteSubject subject;
};

struct VerifyVotes {
  std::vector<Vote> votes;
};
struct VerifyProposal {
  ValidatorIndex from;
  Proposal proposal;
};
struct VerifyCertificate {
  ValidatorIndex from;
  Certificate certificate;
};
// `response` has a finalization.
struct VerifyFinalRange {
  ValidatorIndex from;
  FinalRangeResponse response;
};
struct VerifyStatement {
  ValidatorIndex from;
  std::variant<Question, Answer, Over> statement;
};

// C15: signed by the key of this process, then sent to one peer, or to all others.
struct SpeakStatement {
  std::optional<ValidatorIndex> to;
  std::variant<Question, Answer, Over> statement;  // without its signature
};

// To all other validators. `carried` names batches whose bytes travel with a proposal (L3).
struct Broadcast {
  Message message;
  std::vector<BatchDigest> carried;
};
struct Send {
  ValidatorIndex to;
  Message message;
};

// Not all of these batches are held; for the lanes, which get what is missing from `from` first and
// then from others. Final: a quorum has verified them, the body's digest is enough; otherwise a
// proposal names them and they need every check (C7).
struct FetchBatches {
  ValidatorIndex from;
  Height height;  // of the block; a want ends when this height is delivered
  std::vector<BatchRef> references;
  bool is_final = false;
  // Nobody but this proposal vouches for them; nothing where a quorum has voted for the block.
  std::optional<ProposedIn> proposal;
};

// C7: these views are given up. What their proposals alone have asked for is asked for no more.
struct ForgetFetches {
  View first;
  View last;
};

// A peer asked for final blocks, which only the database has.
struct AnswerFromStore {
  ValidatorIndex to;
  std::variant<BlockRequest, FinalRangeRequest> request;
};

// The next final block, in height order, all its batches held. `finalization` is the certificate by
// which it became final: its own, or of a descendant where `finalizes_directly` is false.
struct Deliver {
  Block block;
  BlockDigest digest;
  Certificate finalization;
  bool finalizes_directly = true;
};

// Call back at this time at the latest; replaces an earlier request.
struct WakeAt {
  Instant when;
};

// Something that an operator must see; the replica goes on (E2: a leader's executed root differs).
struct Alarm {
  std::string text;
};

using CoreEffect =
    std::variant<Persist, RotateJournal, SignVote, VerifyProposal, VerifyVotes, VerifyCertificate,
                 VerifyFinalRange, VerifyStatement, SpeakStatement, Broadcast, Send, FetchBatches,
                 ForgetFetches, AnswerFromStore, Deliver, ReportEvidence, CutPeer, WakeAt, Alarm,
                 Halt>;

using CoreEffects = std::vector<CoreEffect>;

}  // namespace vitalstream::consensus
