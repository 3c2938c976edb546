#include "tests/sim/ledger.hpp"

#include "tests/sim/prng.hpp"

namespace vitalstream::sim {
namespace {

using consensus::ExecutedRoot;
using consensus::Height;

constexpr std::size_t kWordBytes = 8;

std::uint64_t first_word(const Hash32& hash) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < kWordBytes; ++i) {
    word |= static_cast<std::uint64_t>(hash[i]) << (8 * i);
  }
  return word;
}

ExecutedRoot chained(const ExecutedRoot& before, std::uint64_t fact) {
  Hash32 hash = before.value();
  std::uint64_t word = mix64(first_word(hash) ^ fact);
  for (std::size_t i = 0; i < hash.size(); ++i) {
    if (i % kWordBytes == 0) {
      word = mix64(word);
    }
    hash[i] = static_cast<std::uint8_t>(word >> (8 * (i % kWordBytes)));
  }
  return ExecutedRoot{hash};
}

}  // namespace

Ledger::Ledger(const consensus::ValidatorSet& validators)
    : tip_(consensus::genesis_tip(sim_genesis(), validators.epoch(), kGenesisTime,
                                  chained(ExecutedRoot{}, 1))) {
  roots_ = tip_.executed_roots;
}

const CommittedBlock& Ledger::commit(const consensus::Deliver& delivered,
                                     const std::vector<BatchPtr>& batches) {
  const consensus::Block& block = delivered.block;
  CommittedBlock committed{delivered, tip_.executed_roots.rbegin()->second, {}, true};
  committed.root = chained(committed.root, first_word(delivered.digest.value()));
  for (const BatchPtr& batch : batches) {
    for (const TxId item : batch->items) {
      const std::uint64_t index = tip_.state.log.size().value() + committed.items.size();
      const bool applied =
          positions_.emplace(item, TxPosition{block.header.height.value(), index}).second;
      committed.root = chained(committed.root, item * 2 + (applied ? 1 : 0));
      committed.items.push_back(item);
    }
  }
  for (const BatchPtr& batch : batches) {
    for (const Hash32& leaf : verified(*batch).leaves) {
      tip_.state.log.append(leaf);
    }
  }
  committed.log_agrees = block.header.log_size == tip_.state.log.size().value() &&
                         block.header.log_root.value() == tip_.state.log.root();
  for (const consensus::BatchRef& reference : block.references) {
    tip_.state.lanes[reference.lane] = consensus::position_of(reference);
  }
  if (!block.references.empty()) {
    tip_.payload_height = block.header.height;
  }
  tip_.header = block.header;
  tip_.digest = delivered.digest;
  tip_.finalization = delivered.finalization;
  roots_[block.header.height] = committed.root;
  tip_.executed_roots = {roots_.lower_bound(block.header.executed_height), roots_.end()};
  heights_[delivered.digest] = block.header.height.value();
  blocks_.push_back(std::move(committed));
  return blocks_.back();
}

const CommittedBlock* Ledger::at(std::uint64_t height) const {
  return height == 0 || height > blocks_.size() ? nullptr : &blocks_[height - 1];
}

const CommittedBlock* Ledger::find(const consensus::BlockDigest& digest) const {
  const auto found = heights_.find(digest);
  return found == heights_.end() ? nullptr : at(found->second);
}

std::optional<TxPosition> Ledger::position_of(TxId tx) const {
  const auto found = positions_.find(tx);
  if (found == positions_.end()) {
    return std::nullopt;
  }
  return found->second;
}

}  // namespace vitalstream::sim
