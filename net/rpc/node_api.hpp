#pragma once
// NodeApi: what the RPC server needs of the node. Owned by this level, implemented by node.
//
// Threads: every function is called on the RPC io thread and must neither block nor read the
// database there; where a call is answered, its row says (Reply::asker). Whoever has the answer
// sends the Reply, at once or later, on whatever thread. Answers that come close together are
// posted back to the RPC thread as one and leave in one write per connection.
// Waits: the node completes submissions; it also ends those whose timeout_ms has passed (a look at
// all of them at each tick, not a timer each) with Timeout and the transaction's id. The server
// sets no timer.
// End: after the server has stopped, late answers are dropped. The server's executor must outlive
// every Reply.

#include <cstdint>

#include "net/rpc/api_types.hpp"
#include "net/rpc/reply.hpp"

namespace vitalstream::net {

class NodeApi {
 public:
  virtual ~NodeApi() = default;

  // Not 0 while the node would refuse a submission whatever it is: then the server answers Busy
  // with this delay before it reads the transaction at all. One relaxed atomic load.
  [[nodiscard]] virtual std::uint32_t busy_for_ms() const noexcept = 0;

  // The connection is closed: what waits for it to be read may be dropped.
  virtual void forget(ConnectionRef /*connection*/) noexcept {}

  virtual void tx_submit(TxSubmission submission, Reply<TxSubmitted> reply) = 0;
  virtual void tx_get_status(RpcTxId tx_id, Reply<TxState> reply) = 0;
  virtual void tx_get(TxQuery query, Reply<TxDocument> reply) = 0;
  // The receipt document of docs/receipt.md.
  virtual void tx_get_receipt(RpcTxId tx_id, Reply<RawJson> reply) = 0;

  virtual void ledger_get_info(Reply<LedgerInfo> reply) = 0;
  virtual void ledger_get_block(BlockQuery query, Reply<RawJson> reply) = 0;
  virtual void ledger_get_header(std::uint64_t height, Reply<RawJson> reply) = 0;
  virtual void ledger_get_consistency_proof(ConsistencyQuery query,
                                            Reply<ConsistencyProof> reply) = 0;

  virtual void record_get(RecordQuery query, Reply<RecordVersion> reply) = 0;
  virtual void record_get_history(RecordHistoryQuery query, Reply<Page<RecordVersion>> reply) = 0;
  virtual void consent_get_status(ConsentQuery query, Reply<ConsentStatus> reply) = 0;
  virtual void audit_query(AuditQuery query, Reply<Page<AuditEntry>> reply) = 0;

  virtual void member_list(PageQuery page, Reply<Page<MemberInfo>> reply) = 0;
  virtual void validator_list(Reply<std::vector<ValidatorInfo>> reply) = 0;
  virtual void consensus_get_status(Reply<ConsensusStatus> reply) = 0;
  virtual void node_get_info(Reply<NodeInfo> reply) = 0;
  // GET /healthz.
  virtual void node_get_health(Reply<NodeHealth> reply) = 0;
};

}  // namespace vitalstream::net
