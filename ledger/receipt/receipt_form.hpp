#pragma once
// ReceiptForm: the receipts of one block. What they have in common is printed once; each
// transaction's own is filled in. Called by node, which fills both from storage:
// 1. headers: from the transaction's block upwards until one whose executed height is at least that
//    block's has been seen (`committing_header`) and one with a finalization has been reached at or
//    after it; both are usually within the next three blocks.
// 2. previous_root: the state root of the height before; steps: results root and delta digest of
//    each height from the block's to the committing header's executed height.
// 3. path: the inclusion proof of the leaf in the tree of headers.front().log_size; result_path:
//    that of its result in the tree of the block's results (ledger/types/result.hpp).
// Pure; a form is immutable and may be shared between threads.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/receipt/receipt_document.hpp"

namespace vitalstream::ledger {

// In all receipts of a block.
struct ReceiptCommon {
  std::vector<consensus::BlockHeader> headers;
  consensus::Certificate finalization;  // of the last header
  std::uint32_t transactions = 0;       // in the block
  StateRoot previous_root;
  std::vector<ReceiptStep> steps;
  std::optional<consensus::Seal> seal;  // of one of the headers
};

// Of one transaction.
struct ReceiptOwn {
  std::string_view transaction;  // compact JWS
  ReceiptPosition position;
  std::vector<Hash32> path;
  TxResult result;
  std::vector<Hash32> result_path;
};

// How every receipt of a network begins: with its genesis document.
[[nodiscard]] std::string receipt_opening(std::string_view genesis_file);

class ReceiptForm {
 public:
  explicit ReceiptForm(const ReceiptCommon& common);

  // The receipt. `opening` is that of the network.
  [[nodiscard]] std::string fill(std::string_view opening, const ReceiptOwn& own) const;
  [[nodiscard]] std::size_t bytes() const { return middle_.size() + ending_.size(); }

 private:
  std::string middle_;  // from the headers to the status of the result
  std::string ending_;  // from the root before the block
  std::string transactions_;
};

// The position of the first header that commits to the results of the block at `height`, if there
// is one yet.
[[nodiscard]] std::optional<std::size_t> committing_header(
    std::span<const consensus::BlockHeader> headers, BlockHeight height);

}  // namespace vitalstream::ledger
