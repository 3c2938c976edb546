#include "ledger/execution/operations.hpp"

namespace vitalstream::ledger {

Verdict apply(const ConsentRevoke& revoke, OperationContext& context) {
  ConsentDecision decision{.origin = context.origin,
                           .kind = ConsentKind::Revoke,
                           .grantee = std::string(revoke.grantee),
                           .purpose = std::string(revoke.purpose),
                           .scopes = {revoke.scopes.begin(), revoke.scopes.end()},
                           .from = UnixSeconds{0},
                           .until = std::nullopt,
                           .document = std::nullopt};
  if (revoke.document) {
    decision.document = attachment_ref(*context.transaction, *revoke.document);
  }
  context.state->put(consent_key(revoke.subject, context.origin.leaf), encode(decision));
  return {};
}

}  // namespace vitalstream::ledger
