#include "node/upkeep/salvaged_blocks.hpp"

#include <utility>

#include "node/batches/stored_attachments.hpp"
#include "node/upkeep/limits.hpp"

namespace vitalstream::node {

SalvagedBlocks::SalvagedBlocks(const LoadedGenesis& genesis, const storage::Database& damaged,
                               const std::optional<storage::Tip>& after)
    : damaged_(damaged),
      reader_(damaged),
      context_{genesis.genesis.hash, ledger::validator_set_of(genesis.genesis.document)},
      parent_(consensus::anchor_digest(genesis.genesis.hash)) {
  const auto tip = reader_.view().tip();
  if (!tip) {
    obstacle_ = "its newest block cannot be told";
  } else if (*tip) {
    end_ = (*tip)->height;
  }
  if (after) {
    height_ = after->height;
    parent_ = after->digest;
  }
}

std::vector<Delivery> SalvagedBlocks::next_group() {
  std::vector<Delivery> group;
  while (height_ < end_ && group.size() < kSalvagedGroupBlocksMax) {
    auto delivery = read(next(height_));
    if (!delivery) {
      return {};
    }
    height_ = delivery->deliver.block.header.height;
    parent_ = delivery->deliver.digest;
    group.push_back(std::move(*delivery));
    if (const auto certificate = certificate_of(group.back())) {
      for (Delivery& one : group) {
        one.deliver.finalization = *certificate;
        one.deliver.finalizes_directly = &one == &group.back();
      }
      return group;
    }
  }
  if (!group.empty()) {
    stop(group.front().deliver.block.header.height, "no certificate makes it final");
  }
  return {};
}

std::optional<Delivery> SalvagedBlocks::read(consensus::Height height) {
  auto record = reader_.block(height);
  if (!record) {
    stop(height, record.error() == ReadError::NotFound ? "it is missing" : "it cannot be read");
    return std::nullopt;
  }
  const consensus::BlockHeader& header = record->block.header;
  if (record->digest != consensus::block_digest(context_.genesis, header) ||
      header.height != height || header.parent != parent_ ||
      header.payload != consensus::payload_digest(record->block.references)) {
    stop(height, "it does not extend the one before");
    return std::nullopt;
  }
  Delivery delivery;
  for (const consensus::BatchRef& reference : record->block.references) {
    auto batch = read_batch(reference);
    if (batch == nullptr) {
      stop(height, "one of its batches cannot be read");
      return std::nullopt;
    }
    delivery.batches.push_back(std::move(batch));
  }
  delivery.deliver.digest = record->digest;
  delivery.deliver.block = std::move(record->block);
  return delivery;
}

// With its attachments, or without those that are not there: content may be wanted still. One that
// is there and cannot be read makes the batch unreadable, because the others may still have it.
std::shared_ptr<const CachedBatch> SalvagedBlocks::read_batch(const consensus::BatchRef& expected) {
  const auto stored = reader_.view().batch(expected.digest);
  if (!stored || !*stored) {
    return nullptr;
  }
  auto frame = net::decode_stored_batch(**stored);
  if (!frame) {
    return nullptr;
  }
  const Bytes attachments = read_attachments(damaged_, expected.digest, **stored);
  frame->attachments = attachments;
  auto verified = verify_batch(context_, *frame, consensus::VerifyDepth::Full, worker_);
  if (!verified && (verified.error() == BatchFault::AttachmentsMissing ||
                    verified.error() == BatchFault::Attachments)) {
    if (!damaged_.attachments().read_all(expected.digest)) {
      return nullptr;
    }
    frame->attachments = {};
    verified = verify_batch(context_, *frame, consensus::VerifyDepth::Digest, worker_);
  }
  if (!verified) {
    return nullptr;
  }
  const consensus::BatchHeader& header = frame->header.header;
  const consensus::BatchRef found{header.lane, header.incarnation, header.sequence,
                                  verified->verified.digest};
  return found == expected ? verified->cached : nullptr;
}

// One that cannot be read is as good as none: a later one makes the block final, too.
std::optional<consensus::Certificate> SalvagedBlocks::certificate_of(const Delivery& last) {
  auto certificate = reader_.finalization(last.deliver.block.header.height);
  const consensus::Verifier verifier(context_.genesis, context_.set, worker_);
  if (!certificate || certificate->subject.kind != consensus::VoteKind::Finalize ||
      certificate->subject.block != last.deliver.digest ||
      !verifier.verify_certificate(*certificate)) {
    return std::nullopt;
  }
  return std::move(*certificate);
}

void SalvagedBlocks::stop(consensus::Height height, std::string_view what) {
  obstacle_ = "block " + std::to_string(height.value()) + ": " + std::string(what);
}

}  // namespace vitalstream::node
