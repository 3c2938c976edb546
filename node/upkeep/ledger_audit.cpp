#include "node/upkeep/ledger_audit.hpp"

#include <algorithm>
#include <utility>

#include "ledger/execution/roots.hpp"
#include "node/batches/stored_attachments.hpp"
#include "node/stores/own_seal.hpp"
#include "node/upkeep/limits.hpp"

namespace vitalstream::node {
namespace {

std::string text(std::uint64_t number) { return std::to_string(number); }

std::string_view describe(BatchFault fault) {
  switch (fault) {
    case BatchFault::HeaderSignature:
      return "its header is not signed by its lane";
    case BatchFault::BodyDigest:
      return "its body is not the one that its header names";
    case BatchFault::BodyMalformed:
      return "its body is malformed";
    case BatchFault::ItemCount:
      return "it holds another number of transactions than its header says";
    case BatchFault::TransactionSignature:
      return "a transaction in it is not signed by its key";
    case BatchFault::AttachmentsMissing:
      return "not all the attachments that its transactions commit to are there";
    case BatchFault::Attachments:
      return "an attachment is not the one that its transaction commits to";
  }
  return "";
}

}  // namespace

LedgerAudit::LedgerAudit(const LoadedGenesis& genesis, const storage::Database& database)
    : genesis_(genesis),
      database_(database),
      reader_(database),
      context_{genesis.genesis.hash, ledger::validator_set_of(genesis.genesis.document)},
      parent_(consensus::anchor_digest(genesis.genesis.hash)),
      parent_time_(genesis.genesis.document.time),
      executed_(ledger::genesis_state_root(genesis.genesis.hash)) {
  const auto tip = reader_.view().tip();
  if (!tip) {
    find({}, "the newest block cannot be read");
  } else if (*tip) {
    end_ = (*tip)->height;
  }
  look_for_seal(consensus::Height{1});
}

bool LedgerAudit::step() {
  if (findings_.size() >= kAuditFindingsMax) {
    return false;
  }
  if (done_ >= end_) {
    check_seals_ahead();
    return false;
  }
  done_ = next(done_);
  check_block(done_);
  return true;
}

void LedgerAudit::check_block(consensus::Height height) {
  const auto record = reader_.block(height);
  if (!record) {
    // Nothing that follows can be held against a chain with a hole.
    find(height, record.error() == ReadError::NotFound ? "the block is missing"
                                                       : "the block cannot be read");
    done_ = end_;
    return;
  }
  check_header(*record);
  const auto batches = check_batches(record->block);
  if (!batches) {
    done_ = end_;
    return;
  }
  check_positions(height, *batches);
  check_log(record->block.header, *batches);
  check_execution(record->block.header, *batches);
  check_executed_root(record->block.header);
  check_finalization(*record);
  check_seal(*record);
  counts_.blocks += 1;
  parent_ = record->digest;
  parent_time_ = record->block.header.timestamp;
}

void LedgerAudit::check_header(const BlockRecord& record) {
  const consensus::BlockHeader& header = record.block.header;
  if (record.digest != consensus::block_digest(context_.genesis, header)) {
    find(done_, "the digest of the block is not the one that it is kept under");
  }
  if (header.height != done_ || header.parent != parent_ || header.timestamp <= parent_time_) {
    find(done_, "the block does not extend the one before");
  }
  if (header.payload != consensus::payload_digest(record.block.references)) {
    find(done_, "the block references other batches than its header commits to");
  }
}

std::optional<LedgerAudit::Batches> LedgerAudit::check_batches(const consensus::Block& block) {
  const auto listed = reader_.view().batches_of(done_);
  if (!listed || !*listed || (*listed)->size() != block.references.size()) {
    find(done_, "the list of the block's batches is not that of its references");
    return std::nullopt;
  }
  Batches batches;
  for (std::size_t i = 0; i < block.references.size(); ++i) {
    auto batch = check_batch(done_, block.references[i]);
    if (batch == nullptr) {
      return std::nullopt;
    }
    const storage::CommittedBatch expected{
        block.references[i].digest,
        static_cast<std::uint32_t>(batch->parsed.transactions().size())};
    if ((**listed)[i] != expected) {
      find(done_, "the list of the block's batches is not that of its references");
    }
    batches.push_back(std::move(batch));
  }
  return batches;
}

std::shared_ptr<const CachedBatch> LedgerAudit::check_batch(consensus::Height height,
                                                            const consensus::BatchRef& expected) {
  const std::string name =
      "batch " + text(expected.sequence.value()) + " of lane " + text(expected.lane.value()) + ": ";
  const auto stored = reader_.view().batch(expected.digest);
  if (!stored || !*stored) {
    find(height, name + (stored ? "it is missing" : "it cannot be read"));
    return nullptr;
  }
  auto frame = net::decode_stored_batch(**stored);
  if (!frame) {
    find(height, name + "it is malformed");
    return nullptr;
  }
  const Bytes attachments = read_attachments(database_, expected.digest, **stored);
  frame->attachments = attachments;
  auto verified = verify(*frame);
  if (!verified) {
    find(height, name + std::string(describe(verified.error())));
    return nullptr;
  }
  const consensus::BatchHeader& header = frame->header.header;
  if (consensus::BatchRef{header.lane, header.incarnation, header.sequence,
                          verified->verified.digest} != expected) {
    find(height, name + "another batch is kept under its digest");
    return nullptr;
  }
  counts_.batches += 1;
  return verified->cached;
}

Result<VerifiedIntake, BatchFault> LedgerAudit::verify(const net::BatchFrame& frame) {
  auto verified = verify_batch(context_, frame, consensus::VerifyDepth::Full, worker_);
  if (verified || verified.error() != BatchFault::AttachmentsMissing) {
    return verified;
  }
  // Attachments are tested last: everything else has been found right.
  counts_.batches_without_attachments += 1;
  return verify_batch(context_, frame, consensus::VerifyDepth::Digest, worker_);
}

void LedgerAudit::check_positions(consensus::Height height, const Batches& batches) {
  std::uint32_t index = 0;
  for (const auto& batch : batches) {
    for (const ledger::Transaction& transaction : batch->parsed.transactions()) {
      const storage::TxLocation here{height, storage::BlockIndex{index},
                                     crypto::LeafIndex{log_.size().value() + index}};
      if (!is_found_by_id(transaction.id, here)) {
        find(height, "transaction " + text(index) + " is not found by its id");
        return;
      }
      ++index;
    }
  }
}

// A transaction is known by the position at which it was applied, else by its first.
bool LedgerAudit::is_found_by_id(const ledger::TxId& id, const storage::TxLocation& here) const {
  const auto known = reader_.location_of(id);
  if (!known) {
    return false;
  }
  if (known->leaf <= here.leaf) {
    return known->leaf < here.leaf || *known == here;
  }
  const auto later = reader_.transaction(id);
  return later && known->height > here.height && later->result.status == ledger::TxStatus::Applied;
}

void LedgerAudit::check_log(const consensus::BlockHeader& header, const Batches& batches) {
  std::vector<Hash32> leaves;
  for (const auto& batch : batches) {
    for (const ledger::Transaction& transaction : batch->parsed.transactions()) {
      leaves.push_back(transaction.leaf.value());
      log_.append(leaves.back());
    }
  }
  counts_.transactions += leaves.size();
  if (header.log_size != log_.size().value() || header.log_root.value() != log_.root()) {
    find(header.height, "the log of all transactions has another root than the block says");
  }
  const crypto::TileReader stored = reader_.log_tiles();
  for (const crypto::Tile& tile : tiles_.append(leaves)) {
    const auto kept = stored(tile.id);
    if (!kept || kept->size() < tile.hashes.size() ||
        !std::equal(tile.hashes.begin(), tile.hashes.end(), kept->begin())) {
      find(header.height, "tile " + text(tile.id.index) + " of level " + text(tile.id.level) +
                              " does not belong to the log");
    }
  }
}

void LedgerAudit::check_execution(const consensus::BlockHeader& header, const Batches& batches) {
  const auto results = reader_.results(header.height);
  const auto executed = reader_.executed(header.height);
  if (!results || !executed) {
    find(header.height, "the results of the block are missing or cannot be read");
    return;
  }
  std::size_t transactions = 0;
  bool are_theirs = true;
  for (const auto& batch : batches) {
    for (const ledger::Transaction& transaction : batch->parsed.transactions()) {
      are_theirs = are_theirs && transactions < results->size() &&
                   (*results)[transactions].id == transaction.id;
      ++transactions;
    }
  }
  const ledger::ExecutionStep step{ledger::BlockHeight{header.height.value()},
                                   ledger::results_root(*results), executed->delta_digest};
  const ledger::StateRoot root = ledger::state_root(executed_, step);
  if (!are_theirs || results->size() != transactions || step.results != executed->results_root ||
      root.value() != executed->executed_root.value() ||
      executed->log_size.value() != header.log_size || executed->log_root != header.log_root) {
    find(header.height, "the results are not those that were committed to");
  }
  executed_ = root;
}

// What this header says of the state after an earlier block, the validators have signed.
void LedgerAudit::check_executed_root(const consensus::BlockHeader& header) {
  const consensus::Height earlier = header.executed_height;
  Hash32 expected = ledger::genesis_state_root(context_.genesis).value();
  if (earlier > consensus::Height{0}) {
    const auto executed = reader_.executed(earlier);
    expected = executed ? executed->executed_root.value() : Hash32{};
  }
  if (earlier >= header.height || header.executed_root.value() != expected) {
    find(header.height, "the block commits to another state after block " + text(earlier.value()));
  }
}

void LedgerAudit::check_finalization(const BlockRecord& record) {
  const auto certificate = reader_.finalization(done_);
  if (!certificate) {
    if (certificate.error() != ReadError::NotFound) {
      find(done_, "the certificate cannot be read");
    }
    return;
  }
  const consensus::Verifier verifier(context_.genesis, context_.set, worker_);
  if (certificate->subject.kind != consensus::VoteKind::Finalize ||
      certificate->subject.block != record.digest || !verifier.verify_certificate(*certificate)) {
    find(done_, "the certificate does not make the block final");
    return;
  }
  counts_.certificates += 1;
  certified_ = done_;
}

// Seals are few: the next one is looked for when this one has been passed.
void LedgerAudit::look_for_seal(consensus::Height from) {
  auto kept = reader_.view().first_seal_from(from);
  if (!kept) {
    find(from, "the seals from here on cannot be read");
    next_seal_.reset();
    return;
  }
  next_seal_ = std::move(*kept);
}

std::optional<consensus::Seal> LedgerAudit::take_seal() {
  const consensus::Height height = next_seal_->height;
  auto seal = read_own_seal(genesis_, *next_seal_);
  look_for_seal(next(height));
  if (!seal) {
    find(height, std::string(to_string(seal.error())));
    return std::nullopt;
  }
  return std::move(*seal);
}

void LedgerAudit::check_seal(const BlockRecord& record) {
  if (!next_seal_ || next_seal_->height != done_) {
    return;
  }
  const auto seal = take_seal();
  if (!seal) {
    return;
  }
  const auto executed = reader_.executed(done_);
  if (seal->block != record.digest || !executed || seal->executed_root != executed->executed_root) {
    find(done_, "the seal is of another block, or of another state after it");
    return;
  }
  counts_.seals += 1;
}

// A rebuilt ledger keeps the seals of blocks that it has still to fetch.
void LedgerAudit::check_seals_ahead() {
  while (next_seal_ && next_seal_->height > end_ && findings_.size() < kAuditFindingsMax) {
    counts_.seals += take_seal() ? 1U : 0U;
  }
}

void LedgerAudit::find(consensus::Height height, std::string what) {
  findings_.push_back({height, std::move(what)});
}

}  // namespace vitalstream::node
