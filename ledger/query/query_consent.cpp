#include "ledger/query/query_consent.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/result.hpp"
#include "ledger/execution/state_keys.hpp"
#include "ledger/query/block_times.hpp"
#include "ledger/query/limits.hpp"
#include "ledger/query/range_reader.hpp"

namespace vitalstream::ledger {
namespace {

bool is_any_or(const std::string& decided, std::string_view asked) {
  return decided.empty() || decided == asked;
}

// A grant for some scopes says nothing about everything; a revocation of some scopes takes part of
// everything away.
bool covers_scope(const ConsentDecision& decision, std::string_view scope) {
  if (decision.scopes.empty()) {
    return true;
  }
  if (scope.empty()) {
    return decision.kind == ConsentKind::Revoke;
  }
  return std::ranges::find(decision.scopes, scope) != decision.scopes.end();
}

bool covers(const ConsentDecision& decision, const ConsentQuestion& question) {
  return is_any_or(decision.grantee, question.grantee) &&
         is_any_or(decision.purpose, question.purpose) && covers_scope(decision, question.scope);
}

ConsentStatus status_by(const ConsentDecision& decision, UnixMs at) {
  if (decision.kind == ConsentKind::Revoke) {
    return ConsentStatus::Revoked;
  }
  const bool too_early = is_before(at, decision.from);
  const bool too_late = decision.until && !is_before(at, *decision.until);
  return too_early || too_late ? ConsentStatus::OutOfPeriod : ConsentStatus::Permitted;
}

}  // namespace

std::string_view to_string(ConsentStatus status) {
  switch (status) {
    case ConsentStatus::Permitted:
      return "permitted";
    case ConsentStatus::NotDecided:
      return "not_decided";
    case ConsentStatus::Revoked:
      return "revoked";
    case ConsentStatus::OutOfPeriod:
      return "out_of_period";
  }
  VS_ASSERT(false);
}

Result<ConsentAnswer, QueryError> consent_status(const StateScan& state,
                                                 const ConsentQuestion& question) {
  ConsentSearch search;
  while (true) {
    VS_TRY(answer, search.turn(state, question));
    if (answer) {
      return std::move(*answer);
    }
  }
}

Result<std::optional<ConsentAnswer>, QueryError> ConsentSearch::turn(
    const StateScan& state, const ConsentQuestion& question) {
  if (turns_ == kConsentLookedAtMax / kConsentLookedAtPerTurn) {
    return QueryError::TooManyDecisions;
  }
  turns_ += 1;
  if (!below_) {
    VS_TRY(end, leaves_until(state, question.at));
    below_ = end;
  }
  RangeReader decisions(state, consent_range(question.subject, *below_));
  for (std::size_t looked_at = 0; looked_at < kConsentLookedAtPerTurn; ++looked_at) {
    VS_TRY(entry, decisions.next());
    if (!entry) {
      return std::optional(ConsentAnswer{});
    }
    auto decision = decode_consent_decision(entry->value);
    if (!decision) {
      return QueryError::DamagedState;
    }
    if (covers(*decision, question)) {
      const ConsentStatus status = status_by(*decision, question.at);
      return std::optional(ConsentAnswer{status, std::move(decision)});
    }
    below_ = decision->origin.leaf;
  }
  return std::optional<ConsentAnswer>();
}

}  // namespace vitalstream::ledger
