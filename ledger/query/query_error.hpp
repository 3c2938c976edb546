#pragma once
// Why a query has no answer.

#include <string_view>

namespace vitalstream::ledger {

enum class QueryError {
  BadCursor,
  TooManyDecisions,  // more than kConsentLookedAtMax without one that covers the question
  DamagedState,      // a stored value that does not decode
};
[[nodiscard]] std::string_view to_string(QueryError error);

}  // namespace vitalstream::ledger
