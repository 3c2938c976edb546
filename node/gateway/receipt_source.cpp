#include "node/gateway/receipt_source.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "node/gateway/limits.hpp"
#include "node/gateway/receipt_chain.hpp"

namespace vitalstream::node {

ReceiptSource::ReceiptSource(const storage::Database& database, const LoadedGenesis& genesis)
    : database_(database),
      genesis_(genesis.genesis.hash),
      opening_(ledger::receipt_opening(genesis.text)) {}

std::vector<Receipt> ReceiptSource::receipts_of(std::span<const ledger::TxId> ids) {
  const LedgerReader reader(database_);
  std::vector<Receipt> receipts;
  receipts.reserve(ids.size());
  Current current;
  for (const ledger::TxId& id : ids) {
    receipts.push_back(make(reader, id, current));
  }
  let_go();
  return receipts;
}

Receipt ReceiptSource::receipt_of(const ledger::TxId& id) {
  return std::move(receipts_of({&id, 1}).front());
}

Receipt ReceiptSource::make(const LedgerReader& reader, const ledger::TxId& id, Current& current) {
  const auto location = reader.location_of(id);
  if (!location) {
    return location.error() == ReadError::NotFound
               ? net::RpcError{.cause = net::RpcCause::TxNotFound}
               : unreadable_receipt();
  }
  if (current.height != location->height) {
    current = {location->height, fresh_block(reader, location->height)};
  }
  if (!current.block) {
    return current.block.error();
  }
  auto text = (*current.block)->make(reader, opening_, *location);
  if (!text) {
    // What could not be read is not remembered.
    forget(*current.block);
    return text.error();
  }
  return RawJson{std::move(*text)};
}

net::RpcResult<ReceiptSource::Block> ReceiptSource::fresh_block(const LedgerReader& reader,
                                                                consensus::Height height) {
  Block block = block_at(height);
  if (const auto ready = block->refresh(reader); !ready) {
    forget(block);
    return ready.error();
  }
  return block;
}

ReceiptSource::Block ReceiptSource::block_at(consensus::Height height) {
  const std::lock_guard lock(mutex_);
  const auto kept = std::ranges::find_if(
      blocks_, [height](const Block& block) { return block->height() == height; });
  if (kept != blocks_.end()) {
    std::rotate(kept, std::next(kept), blocks_.end());
  } else {
    blocks_.push_back(std::make_shared<BlockReceipts>(genesis_, height,
                                                      LedgerReader::log_tiles(database_.latest())));
  }
  return blocks_.back();
}

void ReceiptSource::forget(const Block& block) {
  const std::lock_guard lock(mutex_);
  std::erase(blocks_, block);
}

// The newest stays, however large it is.
void ReceiptSource::let_go() {
  const std::lock_guard lock(mutex_);
  const auto bytes = [this] {
    return std::accumulate(blocks_.begin(), blocks_.end(), std::size_t{0},
                           [](std::size_t sum, const Block& one) { return sum + one->bytes(); });
  };
  while (blocks_.size() > kReceiptBlocksMax ||
         (blocks_.size() > 1 && bytes() > kReceiptBlockBytesMax)) {
    blocks_.erase(blocks_.begin());
  }
}

std::size_t ReceiptSource::blocks() const {
  const std::lock_guard lock(mutex_);
  return blocks_.size();
}

}  // namespace vitalstream::node
