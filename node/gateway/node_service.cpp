#include "node/gateway/node_service.hpp"

#include <utility>

#include "base/base64url.hpp"
#include "crypto/jwk.hpp"
#include "ledger/query/cursor.hpp"
#include "node/gateway/answers.hpp"
#include "node/gateway/record_answers.hpp"
#include "node/gateway/status_words.hpp"
#include "node/ground/build_info.hpp"

namespace vitalstream::node {
namespace {

using net::RpcCause;

template <class T>
void send(net::Reply<T> reply, net::RpcResult<T> answer) {
  if (answer) {
    reply.send(std::move(*answer));
  } else {
    reply.refuse(answer.error());
  }
}

net::MemberInfo member_info(const ledger::Member& member) {
  net::MemberInfo info;
  info.key_id = to_base64url(member.key_id.view());
  info.organisation = member.organisation;
  info.name = member.name;
  for (const ledger::Role role : ledger::kRoles) {
    if (member.roles.has(role)) {
      info.roles.emplace_back(ledger::to_string(role));
    }
  }
  info.key = net::RawJson{crypto::to_jwk(member.key)};
  return info;
}

// Where a page of member_list begins in the directory's fixed order.
Result<std::uint64_t, ledger::QueryError> position_of(const Hash32& list,
                                                      const std::string& cursor) {
  return cursor.empty() ? std::uint64_t{0} : ledger::from_cursor(list, cursor);
}

}  // namespace

std::uint32_t NodeService::busy_for_ms() const noexcept {
  return parts_.submissions().busy_for_ms();
}

void NodeService::tx_submit(net::TxSubmission submission, net::Reply<net::TxSubmitted> reply) {
  parts_.submissions().submit(std::move(submission), std::move(reply));
}

void NodeService::tx_get_status(net::RpcTxId tx_id, net::Reply<net::TxState> reply) {
  const ledger::TxId id{tx_id.value()};
  if (auto waiting = parts_.submissions().state_of(id)) {
    reply.send(std::move(*waiting));
  } else if (auto committed = committed_state(id)) {
    reply.send(std::move(*committed));
  } else {
    reply.refuse(RpcCause::TxNotFound);
  }
}

void NodeService::tx_get(net::TxQuery query, net::Reply<net::TxDocument> reply) {
  const ledger::TxId id{query.tx_id.value()};
  auto document = tx_document(LedgerReader(*parts_.database), id);
  if (document && query.attachments) {
    auto attachments = tx_attachments(*parts_.database, id);
    if (!attachments) {
      reply.refuse(attachments.error());
      return;
    }
    document->attachments = std::move(*attachments);
  }
  if (!document && parts_.submissions().state_of(id)) {
    reply.refuse({.cause = RpcCause::TxNotFound,
                  .detail = "it is not committed yet: ask tx_getStatus"});
    return;
  }
  send(std::move(reply), std::move(document));
}

void NodeService::tx_get_receipt(net::RpcTxId tx_id, net::Reply<net::RawJson> reply) {
  send(std::move(reply), receipt_of(ledger::TxId{tx_id.value()}));
}

void NodeService::ledger_get_info(net::Reply<net::LedgerInfo> reply) {
  send(std::move(reply), ledger_info(LedgerReader(*parts_.database), *parts_.genesis));
}

void NodeService::ledger_get_block(net::BlockQuery query, net::Reply<net::RawJson> reply) {
  send(std::move(reply), block_json(LedgerReader(*parts_.database), query));
}

void NodeService::ledger_get_header(std::uint64_t height, net::Reply<net::RawJson> reply) {
  send(std::move(reply), header_json(LedgerReader(*parts_.database), consensus::Height{height}));
}

void NodeService::ledger_get_consistency_proof(net::ConsistencyQuery query,
                                               net::Reply<net::ConsistencyProof> reply) {
  send(std::move(reply), consistency_proof(LedgerReader(*parts_.database), query));
}

void NodeService::record_get(net::RecordQuery query, net::Reply<net::RecordVersion> reply) {
  send(std::move(reply), record_version(*parts_.database, query));
}

void NodeService::record_get_history(net::RecordHistoryQuery query,
                                     net::Reply<net::Page<net::RecordVersion>> reply) {
  send(std::move(reply), record_history(*parts_.database, parts_.genesis->genesis.hash, query));
}

void NodeService::consent_get_status(net::ConsentQuery query,
                                     net::Reply<net::ConsentStatus> reply) {
  send(std::move(reply), consent_status(*parts_.database, query));
}

void NodeService::audit_query(net::AuditQuery query, net::Reply<net::Page<net::AuditEntry>> reply) {
  send(std::move(reply), audit_entries(*parts_.database, parts_.genesis->genesis.hash, query));
}

void NodeService::member_list(net::PageQuery page, net::Reply<net::Page<net::MemberInfo>> reply) {
  const auto& members = parts_.members->members();
  const Hash32 list = ledger::digest_of_query(parts_.genesis->genesis.hash, "member_list", {});
  const auto from = position_of(list, page.cursor);
  if (!from || *from > members.size()) {
    reply.refuse(RpcCause::CursorInvalid);
    return;
  }
  net::Page<net::MemberInfo> answer;
  const std::size_t end = std::min(members.size(), *from + page.limit);
  for (std::size_t i = *from; i < end; ++i) {
    answer.items.push_back(member_info(members[i]));
  }
  if (end < members.size()) {
    answer.cursor = ledger::to_cursor(list, end);
  }
  reply.send(std::move(answer));
}

void NodeService::validator_list(net::Reply<std::vector<net::ValidatorInfo>> reply) {
  std::vector<net::ValidatorInfo> all;
  for (const ledger::GenesisValidator& validator : parts_.genesis->genesis.document.validators) {
    net::ValidatorInfo info;
    info.id = validator.id.value();
    info.name = validator.name;
    info.host = validator.host;
    info.key = net::RawJson{crypto::to_jwk(validator.key)};
    info.connected =
        validator.id == parts_.genesis->own.id || parts_.link->is_connected(validator.id);
    all.push_back(std::move(info));
  }
  reply.send(std::move(all));
}

void NodeService::consensus_get_status(net::Reply<net::ConsensusStatus> reply) {
  reply.send(consensus_status());
}

void NodeService::node_get_info(net::Reply<net::NodeInfo> reply) {
  net::NodeInfo info;
  info.version = version();
  info.chain = parts_.genesis->genesis.document.chain.value();
  info.genesis_hash = parts_.genesis->genesis.hash.value();
  info.node_id = std::to_string(parts_.genesis->own.id.value());
  info.validator = parts_.genesis->own.name;
  info.started_ms = parts_.started.value();
  reply.send(std::move(info));
}

void NodeService::node_get_health(net::Reply<net::NodeHealth> reply) {
  const net::ConsensusStatus status = consensus_status();
  const bool healthy = status.phase != "halted" && status.phase != "not-voting";
  reply.send({healthy, healthy ? std::string() : status.why});
}

std::optional<net::TxState> NodeService::committed_state(const ledger::TxId& id) const {
  const auto record = LedgerReader(*parts_.database).transaction(id);
  return record ? std::optional(committed_state_of(id, *record)) : std::nullopt;
}

net::RpcResult<net::RawJson> NodeService::receipt_of(const ledger::TxId& id) const {
  return parts_.receipts->receipt_of(id);
}

net::ConsensusStatus NodeService::consensus_status() const {
  const auto status = parts_.status();
  if (status == nullptr) {
    net::ConsensusStatus starting;
    starting.phase = "starting";
    return starting;
  }
  net::ConsensusStatus words = describe(*status, *parts_.set, parts_.link->connected_peers());
  if (const std::string clock = clock_words(parts_.clock_offset()); !clock.empty()) {
    words.why += (words.why.empty() ? "" : "; ") + clock;
  }
  words.contents_wanted = parts_.contents_wanted();
  if (const auto tip = LedgerReader(*parts_.database).tip()) {
    words.last_block_ms = tip->block.header.timestamp.value();
  }
  if (parts_.space->is_low()) {
    words.why += (words.why.empty() ? "" : "; ") + low_space_words(parts_.space->status());
  }
  return words;
}

void NodeService::note_committed(const CommittedBlock& block) {
  committed_transactions_.fetch_add(block.transactions.size(), std::memory_order_relaxed);
}

}  // namespace vitalstream::node
