#pragma once
// NodeService: the node behind the RPC (net/rpc/node_api.hpp). Submissions go to `Submissions`.
// Questions are answered where the row of their method says: from memory on the RPC thread, or by
// the threads of `QueryPool`, from one snapshot of the database. Nothing here reads the database on
// the RPC thread.

#include <functional>
#include <memory>

#include "consensus/engine/engine.hpp"
#include "net/rpc/node_api.hpp"
#include "node/commit/commit_tally.hpp"
#include "node/driver/connected_peers.hpp"
#include "node/driver/engine_desk.hpp"
#include "node/gateway/query_pool.hpp"
#include "node/gateway/receipt_source.hpp"
#include "node/gateway/submissions.hpp"
#include "node/ground/block_clock.hpp"
#include "node/ground/space_watch.hpp"
#include "node/stores/genesis_file.hpp"
#include "node/stores/ledger_reader.hpp"

namespace vitalstream::node {

class NodeService final : public net::NodeApi {
 public:
  struct Parts {
    const LoadedGenesis& genesis;
    const ledger::MemberDirectory& members;
    const storage::Database& database;
    ReceiptSource& receipts;
    QueryPool& queries;
    Submissions& submissions;
    const EngineDesk& engine;
    const ConnectedPeers& connected;
    const BlockClock& clock;
    const SpaceWatch& space;
    const CommitTally& commits;
    std::function<std::uint64_t()> contents_wanted;
    // What of the disk is damaged and what becomes of it; empty if nothing is.
    std::function<std::string()> damage_words;
    UnixMs started = {};
  };

  NodeService(Parts parts, net::RpcLimits limits) : parts_(std::move(parts)), limits_(limits) {}

  [[nodiscard]] const net::RpcLimits& limits() const { return limits_; }

  [[nodiscard]] std::uint32_t busy_for_ms() const noexcept override;
  void forget(net::ConnectionRef connection) noexcept override;
  void tx_submit(net::TxSubmission submission, net::Reply<net::TxSubmitted> reply) override;
  void tx_get_status(net::RpcTxId tx_id, net::Reply<net::TxState> reply) override;
  void tx_get(net::TxQuery query, net::Reply<net::TxDocument> reply) override;
  void tx_get_receipt(net::RpcTxId tx_id, net::Reply<RawJson> reply) override;
  void ledger_get_info(net::Reply<net::LedgerInfo> reply) override;
  void ledger_get_block(net::BlockQuery query, net::Reply<RawJson> reply) override;
  void ledger_get_header(std::uint64_t height, net::Reply<RawJson> reply) override;
  void ledger_get_consistency_proof(net::ConsistencyQuery query,
                                    net::Reply<net::ConsistencyProof> reply) override;
  void record_get(net::RecordQuery query, net::Reply<net::RecordVersion> reply) override;
  void record_get_history(net::RecordHistoryQuery query,
                          net::Reply<net::Page<net::RecordVersion>> reply) override;
  void consent_get_status(net::ConsentQuery query, net::Reply<net::ConsentStatus> reply) override;
  void audit_query(net::AuditQuery query, net::Reply<net::Page<net::AuditEntry>> reply) override;
  void member_list(net::PageQuery page, net::Reply<net::Page<net::MemberInfo>> reply) override;
  void validator_list(net::Reply<std::vector<net::ValidatorInfo>> reply) override;
  void consensus_get_status(net::Reply<net::ConsensusStatus> reply) override;
  void node_get_info(net::Reply<net::NodeInfo> reply) override;
  void node_get_health(net::Reply<net::NodeHealth> reply) override;

  // Any thread.
  [[nodiscard]] net::ConsensusStatus consensus_status() const;

 private:
  // The one place that asks where a call runs: `read` is called there, as read() until it returns
  // an answer (TurnResult<T>).
  template <class T, class Read>
  void answer(net::Reply<T> reply, Read read);
  [[nodiscard]] net::RpcResult<net::Page<net::MemberInfo>> member_page(
      const net::PageQuery& page) const;
  [[nodiscard]] std::vector<net::ValidatorInfo> validators() const;
  [[nodiscard]] net::NodeInfo node_info() const;

  Parts parts_;
  net::RpcLimits limits_;
};

}  // namespace vitalstream::node
