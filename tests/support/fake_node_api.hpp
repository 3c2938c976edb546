#pragma once
// FakeNodeApi: a node that answers at once with the data of the examples, holds back submissions on
// request, and remembers what it was asked. For the tests of net/rpc and of whoever calls it.

#include <atomic>
#include <mutex>
#include <vector>

#include "net/rpc/node_api.hpp"

namespace vitalstream::testing {

class FakeNodeApi : public net::NodeApi {
 public:
  // Set before the server starts, or while no request is under way.
  bool hold_submissions = false;
  std::optional<net::RpcCause> refuse_submissions;
  std::size_t block_bytes = 0;  // size of the block document, about
  bool healthy = true;
  std::atomic<std::uint32_t> busy_ms{0};

  [[nodiscard]] std::size_t held() const;
  // Answers the held submission of this place (in the order of arrival); places never move.
  void release(std::size_t place);
  void release_all();
  // All that were ever submitted.
  [[nodiscard]] std::vector<net::TxSubmission> submissions() const;

  [[nodiscard]] std::uint32_t busy_for_ms() const noexcept override { return busy_ms; }
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

 private:
  mutable std::mutex mutex_;
  std::vector<net::TxSubmission> submissions_;
  std::vector<net::Reply<net::TxSubmitted>> held_;
};

}  // namespace vitalstream::testing
