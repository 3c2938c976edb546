#pragma once
// What makes the bytes of a batch trustworthy, step by step, on a worker of the verify pool: its
// header and lane key, the digest of its body, every transaction's signature, every attachment's
// commitment (L2, C7). The caller stores the batch before it tells the lanes.

#include <memory>
#include <vector>

#include "base/result.hpp"
#include "consensus/lanes/effect.hpp"
#include "consensus/types/validator_set.hpp"
#include "consensus/types/verified_batch.hpp"
#include "net/wire/batch_frame.hpp"
#include "node/app/batch_cache.hpp"
#include "node/app/verify_pool.hpp"

namespace vitalstream::node {

// In the order in which they are tested. The first two are the sender's fault, because the bytes do
// not fit a header that its owner signed; the others are the lane owner's (L6).
enum class BatchFault {
  HeaderSignature,
  BodyDigest,
  BodyMalformed,
  ItemCount,
  TransactionSignature,
  Attachments,
};

[[nodiscard]] bool is_owner_fault(BatchFault fault);

struct IntakeContext {
  GenesisHash genesis;
  consensus::ValidatorSet set;
};

struct VerifiedIntake {
  consensus::VerifiedBatch verified;
  std::shared_ptr<const CachedBatch> cached;
};

[[nodiscard]] Result<VerifiedIntake, BatchFault> verify_batch(const IntakeContext& context,
                                                              const net::BatchFrame& frame,
                                                              consensus::VerifyDepth depth,
                                                              VerifyWorker& worker);

// For a batch that was verified before it was stored: parses it again.
[[nodiscard]] std::shared_ptr<const CachedBatch> reread_batch(Bytes stored, Bytes attachments);

}  // namespace vitalstream::node
