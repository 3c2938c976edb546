#pragma once
// Admission: what is refused before a signature is checked or a batch is made (overview.md step 2).
// Everything here is judged again in execution, by block time and for good; admission only refuses
// early. Pure; any thread.

#include <optional>

#include "base/chain.hpp"
#include "ledger/types/member.hpp"
#include "ledger/types/transaction.hpp"
#include "net/rpc/api_types.hpp"

namespace vitalstream::node {

struct AdmissionContext {
  ChainId chain;
  UnixMs now;
  std::int64_t exp_seconds_max = 0;
};

[[nodiscard]] net::RpcError explain(ledger::TransactionError error);

// The first rule that the transaction breaks, in the order of RpcCause; nothing if it may enter.
// `member` is who its kid names, or null.
[[nodiscard]] std::optional<net::RpcError> refuse_early(const AdmissionContext& context,
                                                        const ledger::Transaction& transaction,
                                                        const ledger::Member* member);

// The attachments as the ledger knows them, or which rule they break.
[[nodiscard]] Result<ledger::AttachmentList, net::RpcError> admit_attachments(
    const ledger::Transaction& transaction, std::vector<net::SubmittedAttachment> submitted);

}  // namespace vitalstream::node
