#pragma once
// Admission in the words of the RPC: what is refused before a signature is checked or a batch is
// made (docs/architecture.md), and with which cause. The rules themselves are the ledger's
// (ledger/execution/rules.hpp), which judges them again in execution, by block time and for good.
// Called by Submissions. Pure; any thread.

#include <optional>

#include "ledger/execution/rules.hpp"
#include "ledger/types/transaction.hpp"
#include "net/rpc/api_types.hpp"

namespace vitalstream::node {

[[nodiscard]] net::RpcError explain(ledger::TransactionError error);

// The first rule that the transaction breaks; nothing if it may enter.
[[nodiscard]] std::optional<net::RpcError> refuse_early(const ledger::ChainRules& rules,
                                                        const ledger::Transaction& transaction,
                                                        const ledger::AdmissionTime& time);

// The attachments as the ledger knows them, or which rule they break.
[[nodiscard]] Result<ledger::AttachmentList, net::RpcError> admit_attachments(
    const ledger::Transaction& transaction, std::vector<net::SubmittedAttachment> submitted);

}  // namespace vitalstream::node
