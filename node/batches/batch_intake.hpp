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
#include "node/batches/batch_cache.hpp"
#include "node/ground/verify_pool.hpp"
#include "storage/read_view.hpp"

namespace vitalstream::node {

// In the order in which they are tested. Some are the sender's fault, because the bytes do not fit
// a header that its owner signed; some are the lane owner's (L6); that no attachments are with it
// is only the owner's: anybody else who sends it may not have them.
enum class BatchFault {
  HeaderSignature,
  BodyDigest,
  BodyMalformed,
  ItemCount,
  TransactionSignature,
  AttachmentsMissing,
  Attachments,
};

[[nodiscard]] bool is_owner_fault(BatchFault fault);

// Whether these are exactly the attachments that a batch commits to.
[[nodiscard]] bool attachments_valid(const ledger::ParsedBatch& batch, ByteView part);

// How many attachments the transactions of a batch commit to.
[[nodiscard]] std::size_t committed_attachments(const ledger::ParsedBatch& batch);

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
// The same, without its attachments, as the database has it; null if it cannot be read.
[[nodiscard]] std::shared_ptr<const CachedBatch> reread_batch(const storage::ReadView& database,
                                                              const consensus::BatchDigest& digest);

}  // namespace vitalstream::node
