#include "node/gateway/block_receipts.hpp"

#include <functional>
#include <utility>

#include "base/result.hpp"
#include "crypto/merkle_proof.hpp"
#include "node/gateway/receipt_chain.hpp"

namespace vitalstream::node {

net::RpcResult<void> BlockReceipts::refresh(const LedgerReader& reader) {
  const std::lock_guard lock(mutex_);
  const std::optional<consensus::Seal> seal = seal_near(reader, height_);
  if (form_ != nullptr && seal == seal_seen_) {
    return {};
  }
  VS_TRY(common, read_receipt_chain(reader, genesis_, height_, seal));
  if (!read_results(reader)) {
    return unreadable_receipt();
  }
  common.transactions = static_cast<std::uint32_t>(results_.size());
  log_size_ = crypto::TreeSize{common.headers.front().log_size};
  form_ = std::make_shared<const ledger::ReceiptForm>(common);
  // A seal that could not be used yet may be usable the next time.
  seal_seen_ = common.seal;
  return {};
}

bool BlockReceipts::read_results(const LedgerReader& reader) {
  if (result_nodes_) {
    return true;
  }
  auto results = reader.results(height_);
  if (!results) {
    return false;
  }
  results_ = std::move(*results);
  result_nodes_.emplace(ledger::result_leaf_hashes(results_));
  // At most twice as many nodes as leaves, in the tree of results and in that of the log.
  grow(results_.size() * (sizeof(ledger::TxResult) + 4 * kDigestBytes));
  return true;
}

bool BlockReceipts::read_batches(const LedgerReader& reader) {
  if (!batches_) {
    auto batches = reader.batches_of(height_);
    if (!batches) {
      return false;
    }
    batches_ = std::move(*batches);
  }
  return true;
}

std::optional<std::string> BlockReceipts::transaction_at(const LedgerReader& reader,
                                                         std::uint32_t index) {
  if (!read_batches(reader)) {
    return std::nullopt;
  }
  std::size_t batch = 0;
  while (batch < batches_->size() && index >= (*batches_)[batch].items) {
    index -= (*batches_)[batch].items;
    ++batch;
  }
  if (batch == batches_->size()) {
    return std::nullopt;
  }
  auto items = items_.find(batch);
  if (items == items_.end()) {
    auto stored = reader.items_of((*batches_)[batch].digest);
    if (!stored || stored->size() != (*batches_)[batch].items) {
      return std::nullopt;
    }
    grow(stored->bytes());
    items = items_.emplace(batch, std::move(*stored)).first;
  }
  return items->second.compact(index);
}

std::optional<BlockReceipts::Own> BlockReceipts::own_of(const LedgerReader& reader,
                                                        const storage::TxLocation& location) {
  const std::lock_guard lock(mutex_);
  const std::uint32_t index = location.index.value();
  if (form_ == nullptr || index >= results_.size()) {
    return std::nullopt;
  }
  auto transaction = transaction_at(reader, index);
  auto path = crypto::inclusion_proof(std::ref(log_), location.leaf, log_size_);
  auto result_path = crypto::inclusion_proof(std::ref(*result_nodes_), crypto::LeafIndex{index},
                                             crypto::TreeSize{results_.size()});
  if (!transaction || !path || !result_path) {
    return std::nullopt;
  }
  Own own;
  own.parts.position = {ledger::BlockHeight{height_.value()}, location.index, location.leaf};
  own.parts.path = std::move(*path);
  own.parts.result = results_[index];
  own.parts.result_path = std::move(*result_path);
  own.transaction = std::move(*transaction);
  own.form = form_;
  return own;
}

net::RpcResult<std::string> BlockReceipts::make(const LedgerReader& reader,
                                                std::string_view opening,
                                                const storage::TxLocation& location) {
  auto own = own_of(reader, location);
  if (!own) {
    return unreadable_receipt();
  }
  own->parts.transaction = own->transaction;
  return own->form->fill(opening, own->parts);
}

}  // namespace vitalstream::node
