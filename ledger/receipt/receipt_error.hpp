#pragma once
// Why a receipt is not accepted: one value per step of docs/receipt.md, in the order of the steps.

#include <string>
#include <string_view>

namespace vitalstream::ledger {

enum class ReceiptErrorCode {
  TooLarge,
  NotStrictJson,
  WrongFormat,
  MemberMissing,
  MemberUnknown,
  BadMember,        // wrong type, range or encoding
  GenesisMismatch,  // another network's, or a forged document
  BadGenesis,
  BadTransaction,  // no transaction at all
  WrongHeight,     // the first header is not of the stated height
  WrongEpoch,      // a header of an epoch whose validators the receipt does not prove
  BrokenChain,     // a header is not the successor of the one before
  UnknownSigner,   // of the certificate
  SignersNotAscending,
  NotAQuorum,
  OutsideDelegation,
  BadSignature,       // of the certificate
  NotInLog,           // the path does not lead to the block's log root
  PositionMismatch,   // leaf, index and size of the block contradict each other
  NotCommitted,       // no header commits to the block's results
  StepsMismatch,      // not one step per block up to the commitment
  RootMismatch,       // the steps do not lead to the committed root
  WrongResult,        // the path does not lead to the block's results root
  SignerNotEnrolled,  // and yet the result says that it was
  BadTransactionSignature,
  UnknownSealer,  // no validator of genesis
  SealOutsideHeaders,
  SealRootMismatch,  // it names another state than the result's commitment
  BadSeal,
};
[[nodiscard]] std::string_view to_string(ReceiptErrorCode code);

struct ReceiptError {
  ReceiptErrorCode code = ReceiptErrorCode::NotStrictJson;
  std::string member;  // of the document, for errors about one
};

}  // namespace vitalstream::ledger
