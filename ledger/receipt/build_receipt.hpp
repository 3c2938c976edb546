#pragma once
// build_receipt: a receipt from what a node keeps. Called by node, which fills the parts from
// storage:
// 1. headers: from the transaction's block upwards until one whose executed height is at least that
//    block's has been seen (`committing_header`) and one with a finalization has been reached at or
//    after it; both are usually within the next three blocks.
// 2. log_path: the inclusion proof of the leaf in the tree of headers.front().log_size.
// 3. results: of the block; previous_root: the state root of the height before; steps: results root
//    and delta digest of each height from the block's to the committing header's executed height.
// Pure; any thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/receipt/receipt_document.hpp"

namespace vitalstream::ledger {

struct ReceiptParts {
  std::string_view genesis_file;
  std::string_view compact;
  ReceiptPosition position;
  std::vector<Hash32> log_path;
  std::vector<consensus::BlockHeader> headers;
  consensus::Certificate finalization;  // of the last header
  std::vector<TxResult> results;
  StateRoot previous_root;
  std::vector<ReceiptStep> steps;
  std::optional<consensus::Seal> seal;  // of one of the headers
};

// The position of the first header that commits to the results of the block at `height`, if there
// is one yet.
[[nodiscard]] std::optional<std::size_t> committing_header(
    std::span<const consensus::BlockHeader> headers, BlockHeight height);

// Asserts that the index is one of the results.
[[nodiscard]] std::string build_receipt(const ReceiptParts& parts);

}  // namespace vitalstream::ledger
