#pragma once
// verify_receipt: what a stranger can conclude from a receipt who knows nothing but the genesis
// hash. The steps are those of docs/receipt.md, in their order. Called by the command line, by
// clients, by tests. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "base/chain.hpp"
#include "base/result.hpp"
#include "ledger/receipt/receipt_document.hpp"
#include "ledger/receipt/receipt_error.hpp"

namespace vitalstream::ledger {

// What has been proven.
struct VerifiedReceipt {
  ChainId chain;
  TxId transaction;
  std::string op;
  // Who signed it, by genesis; empty if the key is not enrolled there.
  std::string organisation;
  std::string member;
  ReceiptPosition position;
  UnixMs time;  // of the block
  TxStatus status = TxStatus::Refused;
  ResultCode code = ResultCode::None;
  std::uint64_t value = 0;
  BlockHeight final_height;  // of the header that a quorum has signed
  std::size_t signers = 0;
  std::size_t validators = 0;
  // By whose own key a block at or above the transaction's is sealed, if the receipt says so.
  struct Sealed {
    std::string validator;
    BlockHeight height;
  };
  std::optional<Sealed> sealed;
};

[[nodiscard]] Result<VerifiedReceipt, ReceiptError> verify_receipt(std::string_view receipt,
                                                                   const GenesisHash& genesis);

// A few lines for people.
[[nodiscard]] std::string summary(const VerifiedReceipt& receipt);

}  // namespace vitalstream::ledger
