#pragma once
// From `op` and `data` to an Operation; one function per operation, each in a file of its name.
// Called by parse_transaction.

#include <string_view>

#include "ledger/types/data_reader.hpp"
#include "ledger/types/operation.hpp"

namespace vitalstream::ledger {

[[nodiscard]] Operation parse_operation(std::string_view op, DataReader data);

[[nodiscard]] Operation parse_record_put(DataReader data);
[[nodiscard]] Operation parse_audit_append(DataReader data);
[[nodiscard]] Operation parse_consent_grant(DataReader data);
[[nodiscard]] Operation parse_consent_revoke(DataReader data);

}  // namespace vitalstream::ledger
