#pragma once
// What the lanes want done. None of these promises anything to anybody (watermarks may lie without
// harm, L2), so the runner carries them out at once, without waiting for durability.

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "consensus/lanes/input.hpp"
#include "consensus/types/blame.hpp"

namespace vitalstream::consensus {

// The submission was taken into the own lane: it is closed, and closed again if need be, until a
// final block holds it. The runner keeps the transaction until ForgetTransactions names it.
struct Admitted {
  TxHandle handle;
};
// L5: the own lane is full; try again after this time.
struct RefusedBusy {
  TxHandle handle;
  Duration retry_after;
};

// These are in a batch that is final: they are not closed again.
struct ForgetTransactions {
  std::vector<TxHandle> handles;
};

// Build the body of these transactions in this order, sign its header with the lane key, store the
// batch, and answer OwnBatchClosed. No second CloseBatch follows before the answer.
struct CloseBatch {
  Incarnation incarnation;
  Sequence sequence;
  BatchDigest previous;
  std::vector<TxHandle> items;
};

enum class VerifyDepth : std::uint8_t {
  Full,  // header signatures, body digest, every transaction signature
  // Header signatures and body digest: a final block references it, a quorum verified the rest.
  Digest,
};
struct VerifyBatch {
  ValidatorIndex from;
  BatchDigest digest;
  VerifyDepth depth = VerifyDepth::Full;
};
struct DropBatch {
  ValidatorIndex from;
  BatchDigest digest;
};

// The stored bytes of these batches; to all other validators, or to one. What the runner does not
// have it leaves out.
struct BroadcastBatch {
  BatchDigest digest;
};
struct SendBatches {
  ValidatorIndex to;
  std::vector<BatchDigest> digests;
};

// L2: to all other validators, or to one that has just connected.
struct SendWatermarks {
  std::optional<ValidatorIndex> to;
  Watermarks watermarks;
};
// Ask a peer for batches.
struct RequestBatches {
  ValidatorIndex to;
  BatchRequest request;
};

// The batch can never become final any more (superseded incarnation, losing branch): delete it.
struct ForgetBatches {
  std::vector<BatchDigest> digests;
};

enum class RenewalReason : std::uint8_t {
  Superseded,  // the incarnation was found in use at this number or above
  Untaken,     // peers do not take its batches: the operator must hear of it
};
// Make a new lane key for a greater incarnation, and answer IncarnationRenewed.
struct RenewIncarnation {
  Incarnation greater_than;
  RenewalReason reason = RenewalReason::Superseded;
};

using LanesEffect =
    std::variant<Admitted, RefusedBusy, ForgetTransactions, CloseBatch, VerifyBatch, DropBatch,
                 BroadcastBatch, SendBatches, SendWatermarks, RequestBatches, ForgetBatches,
                 RenewIncarnation, ReportEvidence, CutPeer>;
using LanesEffects = std::vector<LanesEffect>;

}  // namespace vitalstream::consensus
