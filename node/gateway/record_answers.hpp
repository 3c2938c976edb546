#pragma once
// From the ledger's queries (ledger/query) to what the RPC answers about records, consents and the
// audit trail; and attachments, where they are asked for. On
// the threads that read (query_pool.hpp).

#include <vector>

#include "base/chain.hpp"
#include "ledger/query/query_consent.hpp"
#include "ledger/types/ids.hpp"
#include "net/rpc/api_types.hpp"
#include "net/rpc/reply.hpp"
#include "node/gateway/query.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

// What travelled beside a committed transaction, in the order of its `att`.
[[nodiscard]] net::RpcResult<std::vector<net::AttachmentContent>> tx_attachments(
    const storage::Database& database, const ledger::TxId& id);
[[nodiscard]] net::RpcResult<net::RecordVersion> record_version(const storage::Database& database,
                                                                const net::RecordQuery& query);
// Cursors of pages belong to the chain, the method and its parameters.
[[nodiscard]] net::RpcResult<net::Page<net::RecordVersion>> record_history(
    const storage::Database& database, const GenesisHash& chain,
    const net::RecordHistoryQuery& query);
[[nodiscard]] net::RpcResult<net::Page<net::AuditEntry>> audit_entries(
    const storage::Database& database, const GenesisHash& chain, const net::AuditQuery& query);

// One question about consent, which may take several turns; one thread at a time.
class ConsentReading {
 public:
  explicit ConsentReading(net::ConsentQuery query) : query_(std::move(query)) {}

  [[nodiscard]] TurnResult<net::ConsentStatus> turn(const storage::Database& database);

 private:
  net::ConsentQuery query_;
  std::optional<UnixMs> at_;  // nothing before the first turn
  ledger::ConsentSearch search_;
};

}  // namespace vitalstream::node
