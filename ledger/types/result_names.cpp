#include <array>

#include "base/assert.hpp"
#include "ledger/types/result.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::array kStatuses = {TxStatus::Applied, TxStatus::Duplicate, TxStatus::Expired,
                                  TxStatus::Refused};

}  // namespace

std::string_view to_string(TxStatus status) {
  switch (status) {
    case TxStatus::Applied:
      return "applied";
    case TxStatus::Duplicate:
      return "duplicate";
    case TxStatus::Expired:
      return "expired";
    case TxStatus::Refused:
      return "refused";
  }
  VS_ASSERT(false);
}

std::string_view to_string(ResultCode code) {
  switch (code) {
    case ResultCode::None:
      return "none";
    case ResultCode::WrongChain:
      return "wrong_chain";
    case ResultCode::ExpTooFar:
      return "exp_too_far";
    case ResultCode::JtiReused:
      return "jti_reused";
    case ResultCode::WindowFull:
      return "window_full";
    case ResultCode::UnknownKey:
      return "unknown_key";
    case ResultCode::UnknownOp:
      return "unknown_op";
    case ResultCode::DataNotObject:
      return "data_not_object";
    case ResultCode::DataMemberUnknown:
      return "data_member_unknown";
    case ResultCode::DataMemberMissing:
      return "data_member_missing";
    case ResultCode::DataMemberType:
      return "data_member_type";
    case ResultCode::DataTextInvalid:
      return "data_text_invalid";
    case ResultCode::DataDigestInvalid:
      return "data_digest_invalid";
    case ResultCode::DataNumberInvalid:
      return "data_number_invalid";
    case ResultCode::DataAttachmentUnknown:
      return "data_attachment_unknown";
    case ResultCode::DataContentAmbiguous:
      return "data_content_ambiguous";
    case ResultCode::DataPeriodEmpty:
      return "data_period_empty";
    case ResultCode::DataListLength:
      return "data_list_length";
    case ResultCode::RoleMissing:
      return "role_missing";
    case ResultCode::VersionConflict:
      return "version_conflict";
  }
  VS_ASSERT(false);
}

std::optional<TxStatus> tx_status_named(std::string_view name) {
  for (const TxStatus status : kStatuses) {
    if (to_string(status) == name) {
      return status;
    }
  }
  return std::nullopt;
}

std::optional<ResultCode> result_code_named(std::string_view name) {
  for (const ResultCode code : kResultCodes) {
    if (to_string(code) == name) {
      return code;
    }
  }
  return std::nullopt;
}

std::optional<ResultCode> result_code_from(std::uint16_t number) {
  for (const ResultCode code : kResultCodes) {
    if (static_cast<std::uint16_t>(code) == number) {
      return code;
    }
  }
  return std::nullopt;
}

}  // namespace vitalstream::ledger
