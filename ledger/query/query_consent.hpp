#pragma once
// May this grantee use this of the subject's data for this purpose, at this time?
// (consent_getStatus.) The latest decision that covers the question and was final at that time
// decides, and its period is looked at then. Pure over a StateScan; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ledger/execution/state_values.hpp"
#include "ledger/execution/state_view.hpp"
#include "ledger/query/query_error.hpp"

namespace vitalstream::ledger {

struct ConsentQuestion {
  std::string_view subject;
  std::string_view grantee;
  std::string_view purpose;
  std::string_view scope;  // empty: everything, which only a grant without scopes permits
  UnixMs at;
};

enum class ConsentStatus {
  Permitted,
  NotDecided,  // nobody has decided about this
  Revoked,
  OutOfPeriod,  // the latest grant does not hold at that time
};
[[nodiscard]] std::string_view to_string(ConsentStatus status);

struct ConsentAnswer {
  ConsentStatus status = ConsentStatus::NotDecided;
  std::optional<ConsentDecision> decision;  // the one that decided
};

[[nodiscard]] Result<ConsentAnswer, QueryError> consent_status(const StateScan& state,
                                                               const ConsentQuestion& question);

// The same in turns, each of which looks at kConsentLookedAtPerTurn decisions at the most. Each may
// see a later state than the one before: what was final by then does not change.
class ConsentSearch {
 public:
  // Of the same question each time; nothing if it takes another turn.
  [[nodiscard]] Result<std::optional<ConsentAnswer>, QueryError> turn(
      const StateScan& state, const ConsentQuestion& question);

 private:
  std::optional<LeafIndex> below_;  // what has not been looked at; nothing before the first turn
  std::size_t turns_ = 0;
};

}  // namespace vitalstream::ledger
