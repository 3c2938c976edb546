#include "node/gateway/record_answers.hpp"

#include <charconv>
#include <utility>
#include <variant>

#include "base/base64url.hpp"
#include "base/result.hpp"
#include "ledger/query/cursor.hpp"
#include "ledger/query/limits.hpp"
#include "ledger/query/query_audit.hpp"
#include "ledger/query/query_consent.hpp"
#include "ledger/query/query_record.hpp"
#include "ledger/types/transaction.hpp"
#include "node/gateway/answers.hpp"
#include "node/stores/database_state.hpp"
#include "node/stores/ledger_reader.hpp"

namespace vitalstream::node {
namespace {

using net::RpcCause;
using net::RpcError;

// What the rows of these methods promise (net/rpc/rpc_asker.hpp).
static_assert(ledger::kAuditLookedAtMax == net::kReadEntriesPerTurn);
static_assert(ledger::kConsentLookedAtPerTurn == net::kReadEntriesPerTurn);
static_assert(ledger::kPageEntriesMax <= net::kReadEntriesPerTurn);

RpcError explain(ledger::QueryError error) {
  switch (error) {
    case ledger::QueryError::BadCursor:
      return {.cause = RpcCause::CursorInvalid};
    case ledger::QueryError::TooManyDecisions:
      return {.cause = RpcCause::ResponseTooLarge, .detail = std::string(to_string(error))};
    case ledger::QueryError::DamagedState:
      return {.cause = RpcCause::DataDamaged};
    case ledger::QueryError::UnreadableState:
      return {.cause = RpcCause::InternalError, .detail = "the database cannot be read"};
  }
  return {.cause = RpcCause::InternalError};
}

net::EntryOrigin origin_of(const ledger::Origin& origin) {
  return {net::RpcTxId{origin.transaction.value()}, origin.height.value(), origin.leaf.value(),
          origin.time.value(), to_base64url(origin.key_id.view())};
}

net::AttachmentInfo info_of(const ledger::AttachmentRef& attachment) {
  return {attachment.commitment.value(), attachment.content_bytes, attachment.media_type};
}

net::RecordVersion version_of(const ledger::RecordVersion& version, std::string collection,
                              std::string id) {
  net::RecordVersion answer;
  answer.collection = std::move(collection);
  answer.id = std::move(id);
  answer.version = version.version;
  answer.subject = version.subject;
  answer.origin = origin_of(version.origin);
  if (const auto* attachment = std::get_if<ledger::AttachmentRef>(&version.content)) {
    answer.attachment = info_of(*attachment);
  } else {
    answer.external_hash = std::get<ledger::ExternalHash>(version.content).value();
  }
  return answer;
}

// The attachment's bytes lie apart from the log, under the batch that brought them.
net::RpcResult<net::AttachmentContent> stored_content(const storage::Database& database,
                                                      const storage::TxLocation& location,
                                                      std::uint16_t index) {
  const auto place = LedgerReader(database).place_of(location);
  if (!place) {
    return explain(place.error(), RpcCause::DataDamaged);
  }
  auto stored = database.attachments().read(place->batch, {place->item, index});
  if (!stored) {
    return explain(read_error(stored.error()), RpcCause::DataDamaged);
  }
  if (!*stored) {
    return RpcError{.cause = RpcCause::ContentUnavailable,
                    .detail =
                        "it did not come with its batch; the other validators are asked for "
                        "it"};
  }
  return net::AttachmentContent{(*stored)->salt, std::move((*stored)->content)};
}

net::RpcResult<net::AttachmentContent> content_of(const storage::Database& database,
                                                  const ledger::RecordVersion& version) {
  const auto* attachment = std::get_if<ledger::AttachmentRef>(&version.content);
  if (attachment == nullptr) {
    return RpcError{.cause = RpcCause::ContentUnavailable,
                    .detail = "the content is kept elsewhere; the ledger has its hash"};
  }
  const storage::TxLocation location{consensus::Height{version.origin.height.value()},
                                     version.origin.index,
                                     crypto::LeafIndex{version.origin.leaf.value()}};
  return stored_content(database, location, attachment->index.value());
}

ledger::Found<ledger::RecordVersion> find_version(const DatabaseState& state,
                                                  const net::RecordQuery& query) {
  const ledger::RecordName name{query.collection, query.id};
  if (query.version) {
    return ledger::record_version(state, name, *query.version);
  }
  if (query.at_ms) {
    return ledger::record_at(state, name, UnixMs{*query.at_ms});
  }
  return ledger::current_record(state, name);
}

// The present, by block time; before the first block, the beginning of time.
net::RpcResult<UnixMs> block_time(const storage::Database& database) {
  const auto tip = LedgerReader(database).tip();
  if (tip) {
    return tip->block.header.timestamp;
  }
  if (tip.error() == ReadError::NotFound) {
    return UnixMs{};
  }
  return explain(tip.error(), RpcCause::DataDamaged);
}

net::RpcResult<net::ConsentStatus> status_of(const ledger::ConsentAnswer& answer, UnixMs at) {
  net::ConsentStatus status;
  status.permitted = answer.status == ledger::ConsentStatus::Permitted;
  status.at_ms = at.value();
  if (answer.decision) {
    const ledger::ConsentDecision& decision = *answer.decision;
    status.scopes = decision.scopes;
    status.decided_by = origin_of(decision.origin);
    // A grant that names no begin holds since always.
    if (decision.from.value() != 0) {
      status.from_ms = decision.from.value() * 1000;
    }
    if (decision.until) {
      status.until_ms = decision.until->value() * 1000;
    }
  }
  return status;
}

net::AuditEntry entry_of(const ledger::AuditEntry& entry) {
  net::AuditEntry answer;
  answer.type = entry.type;
  answer.source = entry.source;
  answer.actor = entry.actor;
  answer.subject = entry.subject;
  answer.outcome = ledger::to_string(entry.outcome);
  answer.origin = origin_of(entry.origin);
  if (entry.detail) {
    answer.detail = info_of(*entry.detail);
  }
  return answer;
}

std::string spelled(const std::optional<std::int64_t>& time) {
  return time ? std::to_string(*time) : std::string();
}

// Nothing for an empty cursor.
net::RpcResult<std::optional<std::uint64_t>> position_of(const Hash32& query,
                                                         const std::string& cursor) {
  if (cursor.empty()) {
    return std::optional<std::uint64_t>();
  }
  const auto position = ledger::from_cursor(query, cursor);
  if (!position) {
    return explain(position.error());
  }
  return std::optional(*position);
}

}  // namespace

net::RpcResult<std::vector<net::AttachmentContent>> tx_attachments(
    const storage::Database& database, const ledger::TxId& id) {
  const LedgerReader reader(database);
  const auto record = reader.transaction(id);
  if (!record) {
    return explain(record.error(), RpcCause::TxNotFound);
  }
  const auto compact = reader.compact_jws(record->location);
  if (!compact) {
    return explain(compact.error(), RpcCause::DataDamaged);
  }
  const auto transaction = ledger::OwnedTransaction::parse(*compact);
  if (!transaction) {
    return explain(ReadError::Damaged, RpcCause::DataDamaged);
  }
  std::vector<net::AttachmentContent> attachments;
  for (std::size_t i = 0; i < (*transaction)->attachments.size(); ++i) {
    VS_TRY(content, stored_content(database, record->location, static_cast<std::uint16_t>(i)));
    attachments.push_back(std::move(content));
  }
  return attachments;
}

net::RpcResult<net::RecordVersion> record_version(const storage::Database& database,
                                                  const net::RecordQuery& query) {
  const DatabaseState state(database.snapshot());
  const auto found = find_version(state, query);
  if (!found) {
    return explain(found.error());
  }
  if (!*found) {
    return RpcError{.cause = RpcCause::RecordNotFound};
  }
  net::RecordVersion answer = version_of(**found, query.collection, query.id);
  if (query.content) {
    VS_TRY(content, content_of(database, **found));
    answer.content = std::move(content);
  }
  return answer;
}

net::RpcResult<net::Page<net::RecordVersion>> record_history(const storage::Database& database,
                                                             const GenesisHash& chain,
                                                             const net::RecordHistoryQuery& query) {
  const Hash32 list =
      ledger::digest_of_query(chain, "record_getHistory", {query.collection, query.id});
  VS_TRY(from, position_of(list, query.page.cursor));
  const DatabaseState state(database.snapshot());
  const auto history =
      ledger::record_history(state, {query.collection, query.id}, from, query.page.limit);
  if (!history) {
    return explain(history.error());
  }
  net::Page<net::RecordVersion> page;
  for (const ledger::RecordVersion& version : history->versions) {
    page.items.push_back(version_of(version, query.collection, query.id));
  }
  if (history->next) {
    page.cursor = ledger::to_cursor(list, *history->next);
  }
  return page;
}

TurnResult<net::ConsentStatus> ConsentReading::turn(const storage::Database& database) {
  if (!at_) {
    const auto at =
        query_.at_ms ? net::RpcResult<UnixMs>(UnixMs{*query_.at_ms}) : block_time(database);
    if (!at) {
      return at.error();
    }
    at_ = *at;
  }
  const DatabaseState state(database.snapshot());
  const auto answer =
      search_.turn(state, {query_.subject, query_.grantee, query_.purpose, query_.scope, *at_});
  if (!answer) {
    return explain(answer.error());
  }
  if (!*answer) {
    return std::nullopt;
  }
  return status_of(**answer, *at_);
}

net::RpcResult<net::Page<net::AuditEntry>> audit_entries(const storage::Database& database,
                                                         const GenesisHash& chain,
                                                         const net::AuditQuery& query) {
  const Hash32 list = ledger::digest_of_query(chain, "audit_query",
                                              {query.type, query.source, query.actor, query.subject,
                                               spelled(query.from_ms), spelled(query.to_ms)});
  VS_TRY(below, position_of(list, query.page.cursor));
  const DatabaseState state(database.snapshot());
  ledger::AuditFilter filter{query.type, query.source, query.actor, query.subject};
  if (query.from_ms) {
    filter.from = UnixMs{*query.from_ms};
  }
  if (query.to_ms) {
    filter.until = UnixMs{*query.to_ms};
  }
  std::optional<ledger::LeafIndex> below_leaf;
  if (below) {
    below_leaf = ledger::LeafIndex{*below};
  }
  const auto found = ledger::audit_query(state, filter, below_leaf, query.page.limit);
  if (!found) {
    return explain(found.error());
  }
  net::Page<net::AuditEntry> page;
  for (const ledger::AuditEntry& entry : found->entries) {
    page.items.push_back(entry_of(entry));
  }
  if (found->next) {
    page.cursor = ledger::to_cursor(list, found->next->value());
  }
  return page;
}

}  // namespace vitalstream::node
