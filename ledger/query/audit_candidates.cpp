#include "ledger/query/audit_candidates.hpp"

#include <utility>

#include "base/result.hpp"

namespace vitalstream::ledger {
namespace {

struct Choice {
  PostingFilter filter = PostingFilter::AuditType;
  std::string_view value;
};

// The filters in the order in which they tell the most: few entries share a subject, many a type.
Choice best_posting(const AuditFilter& filter) {
  if (!filter.subject.empty()) {
    return {PostingFilter::AuditSubject, filter.subject};
  }
  if (!filter.actor.empty()) {
    return {PostingFilter::AuditActor, filter.actor};
  }
  if (!filter.source.empty()) {
    return {PostingFilter::AuditSource, filter.source};
  }
  return {PostingFilter::AuditType, filter.type};
}

ScanRange candidates_range(const AuditFilter& filter, LeafRange range) {
  const Choice choice = best_posting(filter);
  return choice.value.empty() ? audit_range(range.first, range.end)
                              : posting_range(choice.filter, choice.value, range.end);
}

}  // namespace

AuditCandidates::AuditCandidates(const StateScan& state, const AuditFilter& filter, LeafRange range)
    : state_(&state),
      range_(range),
      by_posting_(!best_posting(filter).value.empty()),
      reader_(state, candidates_range(filter, range)) {}

Result<std::optional<AuditEntry>, QueryError> AuditCandidates::next() {
  return by_posting_ ? next_of_posting() : next_of_all();
}

Result<std::optional<AuditEntry>, QueryError> AuditCandidates::next_of_all() {
  VS_TRY(stored, reader_.next());
  if (!stored) {
    return std::optional<AuditEntry>{};
  }
  auto entry = decode_audit_entry(stored->value);
  if (!entry) {
    return QueryError::DamagedState;
  }
  return entry;
}

Result<bool, QueryError> AuditCandidates::read_posting() {
  VS_TRY(stored, reader_.next());
  if (!stored) {
    return false;
  }
  const auto first_leaf = key_number(stored->key);
  auto posting = decode_posting(stored->value);
  if (!first_leaf || !posting) {
    return QueryError::DamagedState;
  }
  first_leaf_ = LeafIndex{*first_leaf};
  posting_ = std::move(*posting);
  return true;
}

Result<std::optional<AuditEntry>, QueryError> AuditCandidates::next_of_posting() {
  while (true) {
    while (posting_.empty()) {
      VS_TRY(more, read_posting());
      if (!more) {
        return std::optional<AuditEntry>{};
      }
    }
    const LeafIndex leaf{first_leaf_.value() + posting_.back().value()};
    posting_.pop_back();
    if (leaf >= range_.end) {
      continue;
    }
    if (leaf < range_.first) {
      return std::optional<AuditEntry>{};
    }
    const auto value = state_->get(audit_key(leaf));
    if (!value) {
      return query_error(value.error());
    }
    auto entry = *value ? decode_audit_entry(**value) : std::nullopt;
    if (!entry) {
      return QueryError::DamagedState;
    }
    return entry;
  }
}

}  // namespace vitalstream::ledger
