#pragma once
// The receipt as a document (docs/receipt.md): its members, read strictly from JSON and printed.
// Nothing here has been verified; verify_receipt.hpp does that. Pure; plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "consensus/types/block.hpp"
#include "consensus/types/certificate.hpp"
#include "consensus/types/seal.hpp"
#include "ledger/receipt/limits.hpp"
#include "ledger/receipt/receipt_error.hpp"
#include "ledger/types/ids.hpp"
#include "ledger/types/result.hpp"

namespace vitalstream::ledger {

struct ReceiptPosition {
  BlockHeight height;
  BlockIndex index;
  LeafIndex leaf;
  friend bool operator==(const ReceiptPosition&, const ReceiptPosition&) = default;
};

// One executed block: what its state root adds to the one before.
struct ReceiptStep {
  ResultsRoot results;
  DeltaDigest delta;
  friend bool operator==(const ReceiptStep&, const ReceiptStep&) = default;
};

struct ReceiptResult {
  TxStatus status = TxStatus::Refused;
  ResultCode code = ResultCode::None;
  std::uint64_t value = 0;
  std::uint32_t transactions = 0;  // in the block
  std::vector<Hash32> path;        // to the results root
  StateRoot previous_root;         // before the block
  std::vector<ReceiptStep> steps;  // the block's own, then one for each block up to the commitment
  friend bool operator==(const ReceiptResult&, const ReceiptResult&) = default;
};

struct ReceiptDocument {
  std::string genesis_file;
  std::string transaction;  // compact JWS
  ReceiptPosition position;
  std::vector<Hash32> path;  // to the log root of the block
  // From the transaction's block to a final one that commits to its result.
  std::vector<consensus::BlockHeader> headers;
  // Of the last header; its block digest is not in the document, it follows from the header.
  consensus::Certificate finalization;
  ReceiptResult result;
  // By a validator's own key, of one of the headers; its block digest is not in the document.
  std::optional<consensus::Seal> seal;
  friend bool operator==(const ReceiptDocument&, const ReceiptDocument&) = default;
};

[[nodiscard]] Result<ReceiptDocument, ReceiptError> parse_receipt(std::string_view text);
[[nodiscard]] std::string print_receipt(const ReceiptDocument& receipt);

}  // namespace vitalstream::ledger
