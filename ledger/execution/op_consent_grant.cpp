#include "ledger/execution/operations.hpp"

namespace vitalstream::ledger {

// Decisions are kept side by side; which one counts is the question of whoever asks (latest wins).
Verdict apply(const ConsentGrant& grant, OperationContext& context) {
  ConsentDecision decision{.origin = context.origin,
                           .kind = ConsentKind::Grant,
                           .grantee = std::string(grant.grantee),
                           .purpose = std::string(grant.purpose),
                           .scopes = {grant.scopes.begin(), grant.scopes.end()},
                           .from = grant.from,
                           .until = grant.until,
                           .document = std::nullopt};
  if (grant.document) {
    decision.document = attachment_ref(*context.transaction, *grant.document);
  }
  context.state->put(consent_key(grant.subject, context.origin.leaf), encode(decision));
  return {};
}

}  // namespace vitalstream::ledger
