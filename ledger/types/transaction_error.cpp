#include "base/assert.hpp"
#include "ledger/types/transaction.hpp"

namespace vitalstream::ledger {

std::string_view to_string(TransactionError error) {
  switch (error) {
    case TransactionError::CompactTooLarge:
      return "compact_too_large";
    case TransactionError::NotThreeParts:
      return "not_three_parts";
    case TransactionError::NotBase64url:
      return "not_base64url";
    case TransactionError::HeaderTooLarge:
      return "header_too_large";
    case TransactionError::HeaderNotJson:
      return "header_not_json";
    case TransactionError::HeaderCritical:
      return "header_critical";
    case TransactionError::HeaderEmbeddedKey:
      return "header_embedded_key";
    case TransactionError::HeaderKeyUrl:
      return "header_key_url";
    case TransactionError::HeaderUnencoded:
      return "header_unencoded";
    case TransactionError::HeaderMemberUnknown:
      return "header_member_unknown";
    case TransactionError::HeaderMemberMissing:
      return "header_member_missing";
    case TransactionError::HeaderAlgorithm:
      return "header_algorithm";
    case TransactionError::HeaderKid:
      return "header_kid";
    case TransactionError::HeaderType:
      return "header_type";
    case TransactionError::PayloadTooLarge:
      return "payload_too_large";
    case TransactionError::SignatureSize:
      return "signature_size";
    case TransactionError::PayloadNotIJson:
      return "payload_not_ijson";
    case TransactionError::PayloadNotObject:
      return "payload_not_object";
    case TransactionError::PayloadMemberUnknown:
      return "payload_member_unknown";
    case TransactionError::PayloadMemberMissing:
      return "payload_member_missing";
    case TransactionError::PayloadChain:
      return "payload_chain";
    case TransactionError::PayloadJti:
      return "payload_jti";
    case TransactionError::PayloadExp:
      return "payload_exp";
    case TransactionError::PayloadOp:
      return "payload_op";
    case TransactionError::PayloadAttachments:
      return "payload_attachments";
  }
  VS_ASSERT(false);
}

}  // namespace vitalstream::ledger
