#pragma once
// What a transaction asks for: its `op` and `data`, parsed once into a struct per operation
// (docs/transactions.md). Text is a view into the transaction's payload. An operation that this
// version does not know, or whose data breaks a rule, is still a transaction: it is ordered, and
// execution refuses it with the code kept here.

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/types/ids.hpp"
#include "ledger/types/result.hpp"

namespace vitalstream::ledger {

// The position of an attachment in the transaction's `att`.
using AttachmentIndex = Strong<struct AttachmentIndexTag, std::uint8_t>;

// record.put: a new version of a record; its content is an attachment or is kept elsewhere.
struct RecordPut {
  std::string_view collection;
  std::string_view id;
  std::string_view subject;  // empty: none
  std::variant<AttachmentIndex, ExternalHash> content;
  // The version that the record must have now (0: none); nothing: any.
  std::optional<std::uint64_t> if_version;
};

enum class AuditOutcome : std::uint8_t {
  Success = 0,
  MinorFailure = 1,
  SeriousFailure = 2,
  MajorFailure = 3,
};

// audit.append: one entry of the audit trail.
struct AuditAppend {
  std::string_view type;
  std::string_view source;
  std::string_view actor;
  std::string_view subject;  // empty: none
  AuditOutcome outcome = AuditOutcome::Success;
  std::optional<AttachmentIndex> detail;
};

// consent.grant: the grantee may use these scopes of the subject's data for the purpose, in the
// period.
struct ConsentGrant {
  std::string_view subject;
  std::string_view grantee;
  std::string_view purpose;
  std::vector<std::string_view> scopes;  // empty: everything
  UnixSeconds from;
  std::optional<UnixSeconds> until;  // exclusive; nothing: no end
  std::optional<AttachmentIndex> document;
};

// consent.revoke: what is left empty means any.
struct ConsentRevoke {
  std::string_view subject;
  std::string_view grantee;
  std::string_view purpose;
  std::vector<std::string_view> scopes;
  std::optional<AttachmentIndex> document;
};

struct UnknownOperation {};

struct InvalidData {
  ResultCode code = ResultCode::DataNotObject;
  std::string_view member;  // the member of `data` at fault; empty: data itself
};

using Operation = std::variant<RecordPut, AuditAppend, ConsentGrant, ConsentRevoke,
                               UnknownOperation, InvalidData>;

// "success", "minor_failure", "serious_failure", "major_failure".
[[nodiscard]] std::string_view to_string(AuditOutcome outcome);
[[nodiscard]] std::optional<AuditOutcome> audit_outcome_named(std::string_view name);

}  // namespace vitalstream::ledger
