#pragma once
// From what the database holds to what the RPC answers: blocks, transactions, proofs. Pure over a
// LedgerReader.

#include <optional>
#include <span>
#include <vector>

#include "net/rpc/api_types.hpp"
#include "net/rpc/reply.hpp"
#include "node/stores/genesis_file.hpp"
#include "node/stores/ledger_reader.hpp"

namespace vitalstream::node {

[[nodiscard]] net::RpcError explain(ReadError error, net::RpcCause not_found);

[[nodiscard]] net::TxOutcome outcome_of(const ledger::TxResult& result);
[[nodiscard]] net::TxState committed_state_of(const ledger::TxId& id, const TxRecord& record);

// The state of one that is committed; nothing if it is not; an error if that cannot be read, which
// says nothing about the transaction.
using CommittedState = net::RpcResult<std::optional<net::TxState>>;
// Of each, by one snapshot. Any thread but the RPC's.
[[nodiscard]] std::vector<CommittedState> committed_states(const storage::Database& database,
                                                           std::span<const ledger::TxId> ids);

[[nodiscard]] net::RpcResult<net::TxDocument> tx_document(const LedgerReader& reader,
                                                          const ledger::TxId& id);
[[nodiscard]] net::RpcResult<net::LedgerInfo> ledger_info(const LedgerReader& reader,
                                                          const LoadedGenesis& genesis);
[[nodiscard]] net::RpcResult<RawJson> block_json(const LedgerReader& reader,
                                                 const net::BlockQuery& query);
[[nodiscard]] net::RpcResult<RawJson> header_json(const LedgerReader& reader,
                                                  consensus::Height height);
[[nodiscard]] net::RpcResult<net::ConsistencyProof> consistency_proof(
    const LedgerReader& reader, const net::ConsistencyQuery& query);

}  // namespace vitalstream::node
