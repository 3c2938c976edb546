#include "ledger/query/query_audit.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "base/result.hpp"
#include "ledger/execution/state_keys.hpp"
#include "ledger/query/audit_candidates.hpp"
#include "ledger/query/block_times.hpp"

namespace vitalstream::ledger {
namespace {

bool is_any_or(std::string_view asked, const std::string& held) {
  return asked.empty() || asked == held;
}

bool matches(const AuditEntry& entry, const AuditFilter& filter) {
  return is_any_or(filter.type, entry.type) && is_any_or(filter.source, entry.source) &&
         is_any_or(filter.actor, entry.actor) && is_any_or(filter.subject, entry.subject);
}

Result<LeafRange, QueryError> range_of(const StateScan& state, const AuditFilter& filter,
                                       std::optional<LeafIndex> below) {
  LeafRange range{LeafIndex{0}, LeafIndex{std::numeric_limits<std::uint64_t>::max()}};
  if (filter.from) {
    VS_TRY(first, first_leaf_from(state, *filter.from));
    range.first = first;
  }
  if (filter.until) {
    VS_TRY(end, first_leaf_from(state, *filter.until));
    range.end = end;
  }
  range.end = std::min(range.end, below.value_or(range.end));
  return range;
}

}  // namespace

Result<AuditPage, QueryError> audit_query(const StateScan& state, const AuditFilter& filter,
                                          std::optional<LeafIndex> below, std::size_t limit) {
  VS_TRY(range, range_of(state, filter, below));
  AuditPage page;
  if (range.end <= range.first) {
    return page;
  }
  limit = std::clamp<std::size_t>(limit, 1, kPageEntriesMax);
  AuditCandidates candidates(state, filter, range);
  for (std::size_t looked_at = 0; looked_at < kAuditLookedAtMax; ++looked_at) {
    VS_TRY(candidate, candidates.next());
    if (!candidate) {
      page.next.reset();
      return page;
    }
    AuditEntry& entry = *candidate;
    page.next = entry.origin.leaf;
    if (matches(entry, filter)) {
      page.entries.push_back(std::move(entry));
    }
    if (page.entries.size() == limit) {
      break;
    }
  }
  return page;
}

}  // namespace vitalstream::ledger
