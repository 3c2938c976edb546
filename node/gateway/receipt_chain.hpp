#pragma once
// What all receipts of a block have in common (ledger/receipt), out of the database: the headers up
// to a final one that commits to its results, and the states between. Any thread.

#include "ledger/receipt/receipt_form.hpp"
#include "net/rpc/reply.hpp"
#include "node/stores/ledger_reader.hpp"

namespace vitalstream::node {

// The seal that covers the block, if it is near enough to be carried.
[[nodiscard]] std::optional<consensus::Seal> seal_near(const LedgerReader& reader,
                                                       consensus::Height height);

// ReceiptNotReady until a final header commits to the block's results. With the seal, if the chain
// up to it can be had yet. The count of transactions is left to the caller.
[[nodiscard]] net::RpcResult<ledger::ReceiptCommon> read_receipt_chain(
    const LedgerReader& reader, const GenesisHash& genesis, consensus::Height height,
    const std::optional<consensus::Seal>& seal);

// What a caller is told where the database has no answer that it should have.
[[nodiscard]] net::RpcError unreadable_receipt();

}  // namespace vitalstream::node
