#include <string>

#include "base/hex.hpp"
#include "ledger/receipt/verify_receipt.hpp"

namespace vitalstream::ledger {
namespace {

std::string result_text(const VerifiedReceipt& receipt) {
  std::string text(to_string(receipt.status));
  if (receipt.code != ResultCode::None) {
    text += " (" + std::string(to_string(receipt.code)) + ")";
  }
  if (receipt.value != 0) {
    text += ", version " + std::to_string(receipt.value);
  }
  return text;
}

std::string signer_text(const VerifiedReceipt& receipt) {
  if (receipt.member.empty()) {
    return "a key that genesis does not enrol";
  }
  return receipt.member + " of " + receipt.organisation;
}

std::string seal_text(const VerifiedReceipt& receipt) {
  return !receipt.sealed
             ? ""
             : "  sealed       block " + std::to_string(receipt.sealed->height.value()) +
                   ", by the own key of " + receipt.sealed->validator + "\n";
}

}  // namespace

std::string summary(const VerifiedReceipt& receipt) {
  const ReceiptPosition& position = receipt.position;
  return "The receipt is valid.\n  chain        " + receipt.chain.value() + "\n  transaction  " +
         to_hex(receipt.transaction.view()) + "\n  operation    " + receipt.op +
         "\n  signed by    " + signer_text(receipt) + "\n  result       " + result_text(receipt) +
         "\n  position     block " + std::to_string(position.height.value()) + ", index " +
         std::to_string(position.index.value()) + ", leaf " +
         std::to_string(position.leaf.value()) + "\n  block time   " +
         std::to_string(receipt.time.value()) + " ms since 1970\n  final        by block " +
         std::to_string(receipt.final_height.value()) + ", signed by " +
         std::to_string(receipt.signers) + " of " + std::to_string(receipt.validators) +
         " validators\n" + seal_text(receipt);
}

}  // namespace vitalstream::ledger
