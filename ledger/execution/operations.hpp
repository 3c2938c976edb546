#pragma once
// What each operation does to the state, one function in a file of its name. Called by
// execute_block when the rules of rules.hpp are passed; a refusal leaves state and index as they
// were. One that reads the state can fail with it.

#include "ledger/execution/index_builder.hpp"
#include "ledger/execution/rules.hpp"
#include "ledger/execution/state_delta.hpp"
#include "ledger/execution/state_values.hpp"
#include "ledger/types/operation.hpp"

namespace vitalstream::ledger {

// Where an operation stands and what it may change.
struct OperationContext {
  const Transaction* transaction = nullptr;
  Origin origin;
  StateDelta* state = nullptr;
  IndexBuilder* index = nullptr;
};

[[nodiscard]] StateRead<Verdict> apply(const RecordPut& put, OperationContext& context);
[[nodiscard]] Verdict apply(const AuditAppend& entry, OperationContext& context);
[[nodiscard]] Verdict apply(const ConsentGrant& grant, OperationContext& context);
[[nodiscard]] Verdict apply(const ConsentRevoke& revoke, OperationContext& context);

}  // namespace vitalstream::ledger
