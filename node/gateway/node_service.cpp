#include "node/gateway/node_service.hpp"

#include <utility>

#include "base/base64url.hpp"
#include "base/result.hpp"
#include "crypto/jwk.hpp"
#include "ledger/query/cursor.hpp"
#include "node/gateway/answers.hpp"
#include "node/gateway/record_answers.hpp"
#include "node/gateway/status_words.hpp"
#include "node/ground/build_info.hpp"

namespace vitalstream::node {
namespace {

using net::RpcCause;

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
  info.key = RawJson{crypto::to_jwk(member.key)};
  return info;
}

// Where a page of member_list begins in the directory's fixed order.
Result<std::uint64_t, ledger::QueryError> position_of(const Hash32& list,
                                                      const std::string& cursor) {
  return cursor.empty() ? std::uint64_t{0} : ledger::from_cursor(list, cursor);
}

}  // namespace

std::uint32_t NodeService::busy_for_ms() const noexcept { return parts_.submissions.busy_for_ms(); }

void NodeService::forget(net::ConnectionRef connection) noexcept {
  parts_.queries.forget(connection);
}

void NodeService::tx_submit(net::TxSubmission submission, net::Reply<net::TxSubmitted> reply) {
  parts_.submissions.submit(std::move(submission), std::move(reply));
}

template <class T, class Read>
void NodeService::answer(net::Reply<T> reply, Read read) {
  switch (reply.asker().runs) {
    case net::RunsOn::Loop: {
      ReplyQuery<T, Read> query(std::move(reply), std::move(read));
      while (query.run() == Query::Turn::Again) {
      }
      return;
    }
    case net::RunsOn::Readers:
      parts_.queries.answer(std::move(reply), std::move(read));
      return;
  }
}

// What is in memory comes first: what leaves it is in the database by then. Only what is accepted
// may be in both places, as a copy that is being checked of what was committed long ago.
void NodeService::tx_get_status(net::RpcTxId tx_id, net::Reply<net::TxState> reply) {
  const ledger::TxId id{tx_id.value()};
  auto waiting = parts_.submissions.state_of(id);
  if (waiting && waiting->stage != net::TxStage::Accepted) {
    reply.send(std::move(*waiting));
    return;
  }
  answer(std::move(reply), [this, id, waiting]() -> TurnResult<net::TxState> {
    const auto record = LedgerReader(parts_.database).transaction(id);
    if (record) {
      return net::RpcResult<net::TxState>(committed_state_of(id, *record));
    }
    return waiting ? net::RpcResult<net::TxState>(*waiting)
                   : explain(record.error(), RpcCause::TxNotFound);
  });
}

void NodeService::tx_get(net::TxQuery query, net::Reply<net::TxDocument> reply) {
  const ledger::TxId id{query.tx_id.value()};
  const bool is_waiting = parts_.submissions.state_of(id).has_value();
  answer(std::move(reply), [this, id, query, is_waiting]() -> TurnResult<net::TxDocument> {
    auto document = tx_document(LedgerReader(parts_.database), id);
    if (document && query.attachments) {
      VS_TRY(attachments, tx_attachments(parts_.database, id));
      document->attachments = std::move(attachments);
    }
    if (!document && document.error().cause == RpcCause::TxNotFound && is_waiting) {
      return net::RpcError{.cause = RpcCause::TxNotFound,
                           .detail = "it is not committed yet: ask tx_getStatus"};
    }
    return document;
  });
}

void NodeService::tx_get_receipt(net::RpcTxId tx_id, net::Reply<RawJson> reply) {
  answer(std::move(reply), [this, tx_id]() -> TurnResult<RawJson> {
    return parts_.receipts.receipt_of(ledger::TxId{tx_id.value()});
  });
}

void NodeService::ledger_get_info(net::Reply<net::LedgerInfo> reply) {
  answer(std::move(reply), [this]() -> TurnResult<net::LedgerInfo> {
    return ledger_info(LedgerReader(parts_.database), parts_.genesis);
  });
}

void NodeService::ledger_get_block(net::BlockQuery query, net::Reply<RawJson> reply) {
  answer(std::move(reply), [this, query]() -> TurnResult<RawJson> {
    return block_json(LedgerReader(parts_.database), query);
  });
}

void NodeService::ledger_get_header(std::uint64_t height, net::Reply<RawJson> reply) {
  answer(std::move(reply), [this, height]() -> TurnResult<RawJson> {
    return header_json(LedgerReader(parts_.database), consensus::Height{height});
  });
}

void NodeService::ledger_get_consistency_proof(net::ConsistencyQuery query,
                                               net::Reply<net::ConsistencyProof> reply) {
  answer(std::move(reply), [this, query]() -> TurnResult<net::ConsistencyProof> {
    return consistency_proof(LedgerReader(parts_.database), query);
  });
}

void NodeService::record_get(net::RecordQuery query, net::Reply<net::RecordVersion> reply) {
  answer(std::move(reply), [this, query = std::move(query)]() -> TurnResult<net::RecordVersion> {
    return record_version(parts_.database, query);
  });
}

void NodeService::record_get_history(net::RecordHistoryQuery query,
                                     net::Reply<net::Page<net::RecordVersion>> reply) {
  answer(std::move(reply),
         [this, query = std::move(query)]() -> TurnResult<net::Page<net::RecordVersion>> {
           return record_history(parts_.database, parts_.genesis.genesis.hash, query);
         });
}

void NodeService::consent_get_status(net::ConsentQuery query,
                                     net::Reply<net::ConsentStatus> reply) {
  answer(std::move(reply), [this, reading = ConsentReading(std::move(query))]() mutable {
    return reading.turn(parts_.database);
  });
}

void NodeService::audit_query(net::AuditQuery query, net::Reply<net::Page<net::AuditEntry>> reply) {
  answer(std::move(reply),
         [this, query = std::move(query)]() -> TurnResult<net::Page<net::AuditEntry>> {
           return audit_entries(parts_.database, parts_.genesis.genesis.hash, query);
         });
}

void NodeService::member_list(net::PageQuery page, net::Reply<net::Page<net::MemberInfo>> reply) {
  answer(std::move(reply),
         [this, page = std::move(page)]() -> TurnResult<net::Page<net::MemberInfo>> {
           return member_page(page);
         });
}

net::RpcResult<net::Page<net::MemberInfo>> NodeService::member_page(
    const net::PageQuery& page) const {
  const auto& members = parts_.members.members();
  const Hash32 list = ledger::digest_of_query(parts_.genesis.genesis.hash, "member_list", {});
  const auto from = position_of(list, page.cursor);
  if (!from || *from > members.size()) {
    return net::RpcError{.cause = RpcCause::CursorInvalid};
  }
  net::Page<net::MemberInfo> answer;
  const std::size_t end = std::min(members.size(), *from + page.limit);
  for (std::size_t i = *from; i < end; ++i) {
    answer.items.push_back(member_info(members[i]));
  }
  if (end < members.size()) {
    answer.cursor = ledger::to_cursor(list, end);
  }
  return answer;
}

void NodeService::validator_list(net::Reply<std::vector<net::ValidatorInfo>> reply) {
  answer(std::move(reply),
         [this]() -> TurnResult<std::vector<net::ValidatorInfo>> { return validators(); });
}

std::vector<net::ValidatorInfo> NodeService::validators() const {
  std::vector<net::ValidatorInfo> all;
  for (const ledger::GenesisValidator& validator : parts_.genesis.genesis.document.validators) {
    net::ValidatorInfo info;
    info.id = validator.id.value();
    info.name = validator.name;
    info.host = validator.host;
    info.key = RawJson{crypto::to_jwk(validator.key)};
    info.connected = validator.id == parts_.genesis.own.id || parts_.connected.has(validator.id);
    all.push_back(std::move(info));
  }
  return all;
}

void NodeService::consensus_get_status(net::Reply<net::ConsensusStatus> reply) {
  answer(std::move(reply),
         [this]() -> TurnResult<net::ConsensusStatus> { return consensus_status(); });
}

void NodeService::node_get_info(net::Reply<net::NodeInfo> reply) {
  answer(std::move(reply), [this]() -> TurnResult<net::NodeInfo> { return node_info(); });
}

net::NodeInfo NodeService::node_info() const {
  net::NodeInfo info;
  info.version = version();
  info.chain = parts_.genesis.genesis.document.chain.value();
  info.genesis_hash = parts_.genesis.genesis.hash.value();
  info.node_id = std::to_string(parts_.genesis.own.id.value());
  info.validator = parts_.genesis.own.name;
  info.started_ms = parts_.started.value();
  return info;
}

void NodeService::node_get_health(net::Reply<net::NodeHealth> reply) {
  answer(std::move(reply), [this]() -> TurnResult<net::NodeHealth> {
    const net::ConsensusStatus status = consensus_status();
    const bool healthy = status.phase != "halted" && status.phase != "not-voting";
    return net::NodeHealth{healthy, healthy ? std::string() : status.why};
  });
}

net::ConsensusStatus NodeService::consensus_status() const {
  const auto status = parts_.engine.status();
  if (status == nullptr) {
    net::ConsensusStatus starting;
    starting.phase = "starting";
    return starting;
  }
  net::ConsensusStatus words = describe(*status, parts_.connected.of(), parts_.connected.count());
  if (const std::string clock = clock_words(parts_.clock.offset()); !clock.empty()) {
    words.why += (words.why.empty() ? "" : "; ") + clock;
  }
  words.contents_wanted = parts_.contents_wanted();
  words.last_block_ms = parts_.commits.last_block().value();
  if (const std::string damage = parts_.damage_words(); !damage.empty()) {
    words.why += (words.why.empty() ? "" : "; ") + damage;
  }
  if (parts_.space.is_low()) {
    words.why += (words.why.empty() ? "" : "; ") + low_space_words(parts_.space.status());
  }
  return words;
}

}  // namespace vitalstream::node
