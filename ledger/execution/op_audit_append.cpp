#include "ledger/execution/operations.hpp"

namespace vitalstream::ledger {

Verdict apply(const AuditAppend& entry, OperationContext& context) {
  AuditEntry stored{.origin = context.origin,
                    .type = std::string(entry.type),
                    .source = std::string(entry.source),
                    .actor = std::string(entry.actor),
                    .subject = std::string(entry.subject),
                    .outcome = entry.outcome,
                    .detail = std::nullopt};
  if (entry.detail) {
    stored.detail = attachment_ref(*context.transaction, *entry.detail);
  }
  context.state->put(audit_key(context.origin.leaf), encode(stored));
  const BlockIndex index = context.origin.index;
  context.index->add(PostingFilter::AuditType, entry.type, index);
  context.index->add(PostingFilter::AuditSource, entry.source, index);
  context.index->add(PostingFilter::AuditActor, entry.actor, index);
  context.index->add(PostingFilter::AuditSubject, entry.subject, index);
  return {};
}

}  // namespace vitalstream::ledger
