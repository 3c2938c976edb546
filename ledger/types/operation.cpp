#include "ledger/types/operation.hpp"

#include "base/assert.hpp"

namespace vitalstream::ledger {

std::string_view to_string(AuditOutcome outcome) {
  switch (outcome) {
    case AuditOutcome::Success:
      return "success";
    case AuditOutcome::MinorFailure:
      return "minor_failure";
    case AuditOutcome::SeriousFailure:
      return "serious_failure";
    case AuditOutcome::MajorFailure:
      return "major_failure";
  }
  VS_ASSERT(false);
}

std::optional<AuditOutcome> audit_outcome_named(std::string_view name) {
  for (const auto outcome : {AuditOutcome::Success, AuditOutcome::MinorFailure,
                             AuditOutcome::SeriousFailure, AuditOutcome::MajorFailure}) {
    if (to_string(outcome) == name) {
      return outcome;
    }
  }
  return std::nullopt;
}

}  // namespace vitalstream::ledger
