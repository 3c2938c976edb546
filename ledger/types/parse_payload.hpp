#pragma once
// The payload of an envelope: {chain, jti, exp, op, data, att?, iat?} and nothing else
// (docs/transactions.md). Called by parse_transaction.

#include <optional>
#include <string_view>

#include "ledger/types/transaction.hpp"

namespace vitalstream::ledger {

// Fills in chain, jti, exp, op, operation, attachments and unescaped; the first broken rule.
[[nodiscard]] std::optional<TransactionError> parse_payload(std::string_view payload,
                                                            Transaction& transaction);

}  // namespace vitalstream::ledger
