#pragma once
// Everything that can happen to the lanes of a validator: submissions to its own lane, batches and
// watermarks of others, progress of the chain. Time comes with each call (core's Clock has the same
// shape; lanes need only the monotonic part).

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/strong.hpp"
#include "base/time.hpp"
#include "consensus/types/batch.hpp"
#include "consensus/types/message.hpp"
#include "consensus/types/verified_batch.hpp"

namespace vitalstream::consensus {

// The runner's name for a transaction that it holds in memory until it is closed or refused.
using TxHandle = Strong<struct TxHandleTag, std::uint64_t>;

// A verified transaction submitted to this validator.
struct Submit {
  TxHandle handle;
  std::uint32_t body_bytes = 0;        // what it adds to the batch body, keys included
  std::uint32_t attachment_bytes = 0;  // what travels beside the body
};

// The answer to CloseBatch: the body is built, the header signed, the bytes stored.
struct OwnBatchClosed {
  VerifiedBatch batch;
};

// The bytes of a batch arrived from a peer (broadcast, resent, carried or asked for). The runner
// keeps them until VerifyBatch or DropBatch says what to do.
struct BatchArrived {
  ValidatorIndex from;
  SignedBatchHeader header;
  BatchDigest digest;
  std::uint64_t total_bytes = 0;
};
// The answers to VerifyBatch. When Verified, the runner has stored the bytes already (unsynced).
struct BatchVerified {
  VerifiedBatch batch;
};
struct BatchInvalid {
  ValidatorIndex from;
  SignedBatchHeader header;
  BatchDigest digest;
  // True if the header's own signatures are right, so that the fault is the lane owner's (L6);
  // false if the bytes do not fit the header, so that the fault is the sender's.
  bool owner_signed = false;
  // True if nothing is wrong but that attachments are not with it: outside of what is signed, and
  // no fault of who may not have them, as the owner must. It is asked for elsewhere.
  bool lacks_content = false;
};

struct WatermarksArrived {
  ValidatorIndex from;
  Watermarks watermarks;
};
struct BatchesRequested {
  ValidatorIndex from;
  BatchRequest request;
};

// The answer to RenewIncarnation: a new lane key has been made and certified.
struct IncarnationRenewed {
  Incarnation incarnation;
};

// The disk has become nearly full, or has room again: while paused nothing is closed. What waits in
// the own lane stays there, and everything else goes on. Not while draining.
struct ClosingPaused {
  bool paused = false;
};

using LanesInput =
    std::variant<Submit, OwnBatchClosed, BatchArrived, BatchVerified, BatchInvalid,
                 WatermarksArrived, BatchesRequested, IncarnationRenewed, ClosingPaused>;

}  // namespace vitalstream::consensus
