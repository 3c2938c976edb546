#pragma once
// Gathers what a receipt is made of (ledger/receipt) from the database. RPC thread.

#include "net/rpc/api_types.hpp"
#include "net/rpc/reply.hpp"
#include "node/stores/genesis_file.hpp"
#include "node/stores/ledger_reader.hpp"

namespace vitalstream::node {

// ReceiptNotReady until a final header commits to the transaction's result.
[[nodiscard]] net::RpcResult<net::RawJson> make_receipt(const LedgerReader& reader,
                                                        const LoadedGenesis& genesis,
                                                        const ledger::TxId& id);

}  // namespace vitalstream::node
