#pragma once
// AuditCandidates: the audit entries that may match a filter, newest first: those of the most
// telling posting that the filter names, or all. Called by audit_query; lives within one query.

#include <optional>

#include "base/result.hpp"
#include "ledger/execution/state_keys.hpp"
#include "ledger/query/query_audit.hpp"
#include "ledger/query/range_reader.hpp"

namespace vitalstream::ledger {

struct LeafRange {
  LeafIndex first;  // inclusive
  LeafIndex end;    // exclusive
};

class AuditCandidates {
 public:
  AuditCandidates(const StateScan& state, const AuditFilter& filter, LeafRange range);

  // Nothing at the end.
  [[nodiscard]] Result<std::optional<AuditEntry>, QueryError> next();

 private:
  [[nodiscard]] Result<std::optional<AuditEntry>, QueryError> next_of_all();
  [[nodiscard]] Result<std::optional<AuditEntry>, QueryError> next_of_posting();
  // Goes on to the next older posting; false at the end.
  [[nodiscard]] Result<bool, QueryError> read_posting();

  const StateScan* state_;
  LeafRange range_;
  bool by_posting_;
  RangeReader reader_;
  LeafIndex first_leaf_;  // of the posting's block
  Posting posting_;       // what is left of it, newest last
};

}  // namespace vitalstream::ledger
