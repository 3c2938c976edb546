#include "ledger/receipt/receipt_error.hpp"

#include "base/assert.hpp"

namespace vitalstream::ledger {

std::string_view to_string(ReceiptErrorCode code) {
  switch (code) {
    case ReceiptErrorCode::TooLarge:
      return "too_large";
    case ReceiptErrorCode::NotStrictJson:
      return "not_strict_json";
    case ReceiptErrorCode::WrongFormat:
      return "wrong_format";
    case ReceiptErrorCode::MemberMissing:
      return "member_missing";
    case ReceiptErrorCode::MemberUnknown:
      return "member_unknown";
    case ReceiptErrorCode::BadMember:
      return "bad_member";
    case ReceiptErrorCode::GenesisMismatch:
      return "genesis_mismatch";
    case ReceiptErrorCode::BadGenesis:
      return "bad_genesis";
    case ReceiptErrorCode::BadTransaction:
      return "bad_transaction";
    case ReceiptErrorCode::WrongHeight:
      return "wrong_height";
    case ReceiptErrorCode::WrongEpoch:
      return "wrong_epoch";
    case ReceiptErrorCode::BrokenChain:
      return "broken_chain";
    case ReceiptErrorCode::UnknownSigner:
      return "unknown_signer";
    case ReceiptErrorCode::SignersNotAscending:
      return "signers_not_ascending";
    case ReceiptErrorCode::NotAQuorum:
      return "not_a_quorum";
    case ReceiptErrorCode::OutsideDelegation:
      return "outside_delegation";
    case ReceiptErrorCode::BadSignature:
      return "bad_signature";
    case ReceiptErrorCode::NotInLog:
      return "not_in_log";
    case ReceiptErrorCode::PositionMismatch:
      return "position_mismatch";
    case ReceiptErrorCode::NotCommitted:
      return "not_committed";
    case ReceiptErrorCode::StepsMismatch:
      return "steps_mismatch";
    case ReceiptErrorCode::RootMismatch:
      return "root_mismatch";
    case ReceiptErrorCode::WrongResult:
      return "wrong_result";
    case ReceiptErrorCode::SignerNotEnrolled:
      return "signer_not_enrolled";
    case ReceiptErrorCode::BadTransactionSignature:
      return "bad_transaction_signature";
    case ReceiptErrorCode::UnknownSealer:
      return "unknown_sealer";
    case ReceiptErrorCode::SealOutsideHeaders:
      return "seal_outside_headers";
    case ReceiptErrorCode::SealRootMismatch:
      return "seal_root_mismatch";
    case ReceiptErrorCode::BadSeal:
      return "bad_seal";
  }
  VS_ASSERT(false);
}

}  // namespace vitalstream::ledger
