#include "ledger/types/parse_data.hpp"

namespace vitalstream::ledger {

Operation parse_audit_append(DataReader data) {
  AuditAppend entry;
  std::optional<AuditOutcome> outcome;
  while (const auto name = data.next()) {
    if (*name == "type") {
      data.take_text(entry.type);
    } else if (*name == "source") {
      data.take_text(entry.source);
    } else if (*name == "actor") {
      data.take_text(entry.actor);
    } else if (*name == "subject") {
      data.take_text(entry.subject);
    } else if (*name == "outcome") {
      data.take_outcome(outcome);
    } else if (*name == "detail") {
      data.take_attachment(entry.detail);
    } else {
      data.unknown();
    }
  }
  data.require("type", !entry.type.empty());
  data.require("source", !entry.source.empty());
  data.require("actor", !entry.actor.empty());
  data.require("outcome", outcome.has_value());
  entry.outcome = outcome.value_or(AuditOutcome::Success);
  return data.finish(entry);
}

}  // namespace vitalstream::ledger
