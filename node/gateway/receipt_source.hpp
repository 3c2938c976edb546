#pragma once
// ReceiptSource: receipts by the ids of their transactions. It keeps the blocks that were asked
// about last (block_receipts.hpp), since whoever waited for a block's transactions asks about all
// of them at once. Bounded by kReceiptBlocksMax and kReceiptBlockBytesMax; the block that has not
// been asked about for the longest is let go. Any thread.

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "net/rpc/api_types.hpp"
#include "net/rpc/reply.hpp"
#include "node/gateway/block_receipts.hpp"
#include "node/stores/genesis_file.hpp"

namespace vitalstream::node {

using Receipt = net::RpcResult<RawJson>;

class ReceiptSource {
 public:
  ReceiptSource(const storage::Database& database, const LoadedGenesis& genesis);

  // From one moment of the database, in the order of the ids. ReceiptNotReady until a final header
  // commits to the transaction's result; DataDamaged where what it needs cannot be read.
  [[nodiscard]] std::vector<Receipt> receipts_of(std::span<const ledger::TxId> ids);
  [[nodiscard]] Receipt receipt_of(const ledger::TxId& id);

  // Of one receipt in memory, about.
  [[nodiscard]] std::size_t receipt_bytes() const { return opening_.size() + kReceiptOwnBytes; }
  // Blocks that are kept.
  [[nodiscard]] std::size_t blocks() const;

 private:
  using Block = std::shared_ptr<BlockReceipts>;
  // Beside the genesis document: paths, headers and a transaction as most are.
  static constexpr std::size_t kReceiptOwnBytes = 8 * 1024;

  // The block that the receipt before was of, or why it had none.
  struct Current {
    consensus::Height height;
    net::RpcResult<Block> block{nullptr};
  };

  [[nodiscard]] Receipt make(const LedgerReader& reader, const ledger::TxId& id, Current& current);
  [[nodiscard]] net::RpcResult<Block> fresh_block(const LedgerReader& reader,
                                                  consensus::Height height);
  [[nodiscard]] Block block_at(consensus::Height height);
  void forget(const Block& block);
  void let_go();

  const storage::Database& database_;
  const GenesisHash genesis_;
  const std::string opening_;
  mutable std::mutex mutex_;
  std::vector<Block> blocks_;  // the one that was asked about last comes last
};

}  // namespace vitalstream::node
