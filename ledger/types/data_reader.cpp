#include "ledger/types/data_reader.hpp"

#include "base/base64url.hpp"
#include "ledger/types/identifier.hpp"
#include "ledger/types/limits.hpp"

namespace vitalstream::ledger {
namespace {

// The year 5138. Milliseconds of any day since March 1973 lie above, so that neither unit is ever
// taken for the other.
constexpr std::uint64_t kUnixSecondsEnd = 100'000'000'000;

}  // namespace

DataReader::DataReader(JsonCursor cursor, std::size_t attachments)
    : cursor_(cursor), attachments_(attachments) {
  if (cursor_.kind() != JsonKind::Object) {
    refuse(ResultCode::DataNotObject);
    return;
  }
  cursor_.enter();
}

std::optional<std::string_view> DataReader::next() {
  if (error_) {
    return std::nullopt;
  }
  const auto name = cursor_.next_name();
  member_ = name.value_or(std::string_view{});
  return name;
}

void DataReader::take_text(std::string_view& target) {
  const auto text = cursor_.string();
  if (!text) {
    return refuse(ResultCode::DataMemberType);
  }
  if (!is_identifier(*text)) {
    return refuse(ResultCode::DataTextInvalid);
  }
  target = *text;
}

void DataReader::take_texts(std::vector<std::string_view>& target) {
  if (cursor_.kind() != JsonKind::Array) {
    return refuse(ResultCode::DataMemberType);
  }
  cursor_.enter();
  while (!error_ && cursor_.next_element()) {
    if (target.size() == kScopesMax) {
      return refuse(ResultCode::DataListLength);
    }
    take_text(target.emplace_back());
  }
  // An empty list would read as "none" to some and as "all" to others.
  if (!error_ && target.empty()) {
    refuse(ResultCode::DataListLength);
  }
}

void DataReader::take_natural(std::optional<std::uint64_t>& target) {
  if (cursor_.kind() != JsonKind::Number) {
    return refuse(ResultCode::DataMemberType);
  }
  const auto number = cursor_.natural();
  if (!number) {
    return refuse(ResultCode::DataNumberInvalid);
  }
  target = static_cast<std::uint64_t>(*number);
}

void DataReader::take_seconds(UnixSeconds& target) {
  std::optional<std::uint64_t> seconds;
  take_natural(seconds);
  if (seconds && *seconds >= kUnixSecondsEnd) {
    return refuse(ResultCode::DataNumberInvalid);
  }
  if (seconds) {
    target = UnixSeconds{static_cast<std::int64_t>(*seconds)};
  }
}

void DataReader::take_outcome(std::optional<AuditOutcome>& target) {
  const auto text = cursor_.string();
  if (!text) {
    return refuse(ResultCode::DataMemberType);
  }
  target = audit_outcome_named(*text);
  if (!target) {
    refuse(ResultCode::DataTextInvalid);
  }
}

void DataReader::take_digest(std::optional<ExternalHash>& target) {
  const auto text = cursor_.string();
  if (!text) {
    return refuse(ResultCode::DataMemberType);
  }
  const auto bytes = from_base64url(*text);
  if (bytes) {
    target = ExternalHash::from(*bytes);
  }
  if (!target) {
    refuse(ResultCode::DataDigestInvalid);
  }
}

void DataReader::take_attachment(std::optional<AttachmentIndex>& target) {
  std::optional<std::uint64_t> index;
  take_natural(index);
  if (!index) {
    return;
  }
  if (*index >= attachments_) {
    return refuse(ResultCode::DataAttachmentUnknown);
  }
  target = AttachmentIndex{static_cast<std::uint8_t>(*index)};
}

void DataReader::require(std::string_view member, bool is_there) {
  if (!is_there) {
    refuse(ResultCode::DataMemberMissing, member);
  }
}

void DataReader::refuse(ResultCode code, std::string_view member) {
  if (!error_) {
    error_ = InvalidData{code, member};
  }
}

}  // namespace vitalstream::ledger
