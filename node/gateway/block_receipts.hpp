#pragma once
// BlockReceipts: the receipts of one block. What they have in common is read and printed once: the
// chain of headers, the tree of the block's results, where each transaction lies in its batch, the
// nodes of the log. A receipt then takes what is its transaction's own: two paths looked up, one
// item spelled out.
//
// The first receipt of a block is linear in the block in one thing: the results are kept as a list,
// so the tree over them is computed anew, one hash for each. Of the batches only that of the
// transaction is read, and its items are found by their lengths.
//
// Any thread; one lock, which is not held while a receipt is printed. Nothing of it is tied to a
// moment of the database but what `refresh` has seen.

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "crypto/merkle_nodes.hpp"
#include "crypto/merkle_tiles.hpp"
#include "ledger/receipt/receipt_form.hpp"
#include "net/rpc/reply.hpp"
#include "node/stores/ledger_reader.hpp"

namespace vitalstream::node {

class BlockReceipts {
 public:
  // The tiles of the log as the newest state has them: a block's leaves never change.
  BlockReceipts(const GenesisHash& genesis, consensus::Height height, crypto::TileReader tiles)
      : genesis_(genesis), height_(height), log_(std::move(tiles)) {}

  // Before receipts are made from what a reader sees: whether they can be by now (ReceiptNotReady),
  // and with which seal. A seal that came late makes the common part anew.
  [[nodiscard]] net::RpcResult<void> refresh(const LedgerReader& reader);

  // After a refresh. `opening` is that of the network (ledger/receipt).
  [[nodiscard]] net::RpcResult<std::string> make(const LedgerReader& reader,
                                                 std::string_view opening,
                                                 const storage::TxLocation& location);

  [[nodiscard]] consensus::Height height() const { return height_; }
  // What it holds in memory, about.
  [[nodiscard]] std::size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

 private:
  struct Own {
    ledger::ReceiptOwn parts;
    std::string transaction;  // that the parts view
    std::shared_ptr<const ledger::ReceiptForm> form;
  };

  [[nodiscard]] bool read_results(const LedgerReader& reader);
  [[nodiscard]] bool read_batches(const LedgerReader& reader);
  [[nodiscard]] std::optional<std::string> transaction_at(const LedgerReader& reader,
                                                          std::uint32_t index);
  [[nodiscard]] std::optional<Own> own_of(const LedgerReader& reader,
                                          const storage::TxLocation& location);
  void grow(std::size_t bytes) { bytes_.fetch_add(bytes, std::memory_order_relaxed); }

  const GenesisHash genesis_;
  const consensus::Height height_;
  std::atomic<std::size_t> bytes_{0};

  std::mutex mutex_;
  std::shared_ptr<const ledger::ReceiptForm> form_;
  std::optional<consensus::Seal> seal_seen_;  // when the form was made
  crypto::TreeSize log_size_;
  crypto::TileNodeReader log_;
  std::vector<ledger::TxResult> results_;
  std::optional<crypto::MerkleNodes> result_nodes_;
  std::optional<std::vector<storage::CommittedBatch>> batches_;
  std::map<std::size_t, StoredItems> items_;  // of the batches that have been asked for
};

}  // namespace vitalstream::node
