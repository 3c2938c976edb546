#include "node/batches/batch_intake.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "consensus/lanes/limits.hpp"
#include "consensus/types/verifier.hpp"
#include "crypto/sha256.hpp"
#include "ledger/types/attachment.hpp"

namespace vitalstream::node {
namespace {

bool signatures_valid(const ledger::ParsedBatch& batch, VerifyWorker& worker) {
  const std::vector<bool> valid = crypto::verify_batch(batch.signed_messages(), worker.keys());
  return std::ranges::all_of(valid, [](bool one) { return one; });
}

std::uint64_t units_of(const crypto::PublicKey& key) {
  switch (key.algorithm) {
    case crypto::SignatureAlgorithm::Ed25519:
      return consensus::kVerifyUnitsEd25519;
    case crypto::SignatureAlgorithm::EcdsaP256Sha256:
      return consensus::kVerifyUnitsP256;
  }
  return consensus::kVerifyUnitsP256;
}

// Each signature, and each key once, which is decoded for it.
std::uint64_t verify_units(const ledger::ParsedBatch& batch) {
  std::uint64_t units = 0;
  std::set<const crypto::PublicKey*> keys;
  for (const crypto::SignedMessage& message : batch.signed_messages()) {
    units += units_of(*message.key);
    units += keys.insert(message.key).second ? units_of(*message.key) : 0;
  }
  return units;
}

}  // namespace

bool is_owner_fault(BatchFault fault) {
  switch (fault) {
    case BatchFault::HeaderSignature:
    case BatchFault::BodyDigest:
    case BatchFault::AttachmentsMissing:
    // Attachments are outside the signed digest: whoever sent them may have changed them.
    case BatchFault::Attachments:
      return false;
    case BatchFault::BodyMalformed:
    case BatchFault::ItemCount:
    case BatchFault::TransactionSignature:
      return true;
  }
  return false;
}

bool attachments_valid(const ledger::ParsedBatch& batch, ByteView part) {
  const auto& transactions = batch.transactions();
  if (committed_attachments(batch) == 0 && part.empty()) {
    return true;
  }
  const auto lists = ledger::decode_attachments(part, transactions.size());
  if (!lists) {
    return false;
  }
  for (std::size_t i = 0; i < transactions.size(); ++i) {
    if (ledger::check_attachments(transactions[i].attachments, (*lists)[i])) {
      return false;
    }
  }
  return true;
}

std::size_t committed_attachments(const ledger::ParsedBatch& batch) {
  std::size_t count = 0;
  for (const ledger::Transaction& transaction : batch.transactions()) {
    count += transaction.attachments.size();
  }
  return count;
}

Result<VerifiedIntake, BatchFault> verify_batch(const IntakeContext& context,
                                                const net::BatchFrame& frame,
                                                consensus::VerifyDepth depth,
                                                VerifyWorker& worker) {
  const bool full = depth == consensus::VerifyDepth::Full;
  const consensus::Verifier verifier(context.genesis, context.set, worker);
  // Also of a final batch: it is kept and passed on as it came, and the digest does not cover the
  // signatures. Whoever gets it from here must not be able to blame this validator.
  if (!verifier.verify_batch_header(frame.header)) {
    return BatchFault::HeaderSignature;
  }
  const consensus::BatchHeader& header = frame.header.header;
  if (consensus::BodyDigest{crypto::sha256(frame.body)} != header.body) {
    return BatchFault::BodyDigest;
  }
  auto parsed = ledger::decode_batch_body(std::make_shared<const Bytes>(to_bytes(frame.body)));
  if (!parsed) {
    return BatchFault::BodyMalformed;
  }
  if (parsed->transactions().size() != header.items) {
    return BatchFault::ItemCount;
  }
  if (full && !signatures_valid(*parsed, worker)) {
    return BatchFault::TransactionSignature;
  }
  if (full && frame.attachments.empty() && committed_attachments(*parsed) > 0) {
    return BatchFault::AttachmentsMissing;
  }
  // Whoever sends a final batch may not have its attachments: what is there must be right, and the
  // rest is wanted from others once the block is committed.
  const bool check_attachments = full || !frame.attachments.empty();
  if (check_attachments && !attachments_valid(*parsed, frame.attachments)) {
    return BatchFault::Attachments;
  }
  VerifiedIntake intake;
  intake.verified.signed_header = frame.header;
  intake.verified.digest = consensus::batch_digest(context.genesis, header);
  intake.verified.leaves = parsed->leaf_hashes();
  intake.verified.total_bytes = frame.stored.size() + frame.attachments.size();
  intake.verified.verify_units = full ? verify_units(*parsed) : 0;
  intake.cached = std::make_shared<const CachedBatch>(
      CachedBatch{to_bytes(frame.stored), to_bytes(frame.attachments), std::move(*parsed)});
  return intake;
}

std::shared_ptr<const CachedBatch> reread_batch(Bytes stored, Bytes attachments) {
  const auto frame = net::decode_stored_batch(stored);
  if (!frame) {
    return nullptr;
  }
  auto parsed = ledger::decode_batch_body(std::make_shared<const Bytes>(to_bytes(frame->body)));
  if (!parsed) {
    return nullptr;
  }
  return std::make_shared<const CachedBatch>(
      CachedBatch{std::move(stored), std::move(attachments), std::move(*parsed)});
}

std::shared_ptr<const CachedBatch> reread_batch(const storage::ReadView& database,
                                                const consensus::BatchDigest& digest) {
  auto stored = database.batch(digest);
  return stored && *stored ? reread_batch(std::move(**stored), {}) : nullptr;
}

}  // namespace vitalstream::node
