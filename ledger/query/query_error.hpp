#pragma once
// Why a query has no answer.

#include <string_view>

#include "ledger/execution/state_view.hpp"

namespace vitalstream::ledger {

enum class QueryError {
  BadCursor,
  TooManyDecisions,  // more than kConsentLookedAtMax without one that covers the question
  DamagedState,      // a stored value that cannot be read, or does not decode
  UnreadableState,   // the state could not be read at all
};
[[nodiscard]] std::string_view to_string(QueryError error);
// What a failed read of the state makes of a query.
[[nodiscard]] QueryError query_error(StateError error);

}  // namespace vitalstream::ledger
