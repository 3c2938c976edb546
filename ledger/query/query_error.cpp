#include "ledger/query/query_error.hpp"

#include "base/assert.hpp"

namespace vitalstream::ledger {

std::string_view to_string(QueryError error) {
  switch (error) {
    case QueryError::BadCursor:
      return "bad_cursor";
    case QueryError::TooManyDecisions:
      return "too_many_decisions";
    case QueryError::DamagedState:
      return "damaged_state";
    case QueryError::UnreadableState:
      return "unreadable_state";
  }
  VS_ASSERT(false);
}

QueryError query_error(StateError error) {
  switch (error) {
    case StateError::Damaged:
      return QueryError::DamagedState;
    case StateError::Unreadable:
      return QueryError::UnreadableState;
  }
  VS_ASSERT(false);
}

}  // namespace vitalstream::ledger
