#pragma once
// The audit trail by type, source, actor, subject and time, newest first (audit_query). Pure over a
// StateScan; any thread.

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ledger/execution/state_values.hpp"
#include "ledger/execution/state_view.hpp"
#include "ledger/query/limits.hpp"
#include "ledger/query/query_error.hpp"

namespace vitalstream::ledger {

// Empty and nothing mean any. An entry must match all that is given.
struct AuditFilter {
  std::string_view type = {};
  std::string_view source = {};
  std::string_view actor = {};
  std::string_view subject = {};
  std::optional<UnixMs> from = {};   // inclusive, block time
  std::optional<UnixMs> until = {};  // exclusive
};

struct AuditPage {
  std::vector<AuditEntry> entries;
  // Where to go on: only entries below this leaf. A page may hold fewer entries than asked for, or
  // none, and still go on: it ended because it had looked at kAuditLookedAtMax.
  std::optional<LeafIndex> next;
};

[[nodiscard]] Result<AuditPage, QueryError> audit_query(const StateScan& state,
                                                        const AuditFilter& filter,
                                                        std::optional<LeafIndex> below,
                                                        std::size_t limit);

}  // namespace vitalstream::ledger
