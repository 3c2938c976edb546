#include "ledger/types/parse_data.hpp"

namespace vitalstream::ledger {

Operation parse_operation(std::string_view op, DataReader data) {
  if (op == "record.put") {
    return parse_record_put(std::move(data));
  }
  if (op == "audit.append") {
    return parse_audit_append(std::move(data));
  }
  if (op == "consent.grant") {
    return parse_consent_grant(std::move(data));
  }
  if (op == "consent.revoke") {
    return parse_consent_revoke(std::move(data));
  }
  return UnknownOperation{};
}

}  // namespace vitalstream::ledger
