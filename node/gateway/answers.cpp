#include "node/gateway/answers.hpp"

#include <utility>

#include "consensus/types/codec.hpp"
#include "json/json_writer.hpp"

namespace vitalstream::node {
namespace {

using net::RpcCause;

void write_header(JsonWriter& json, const BlockRecord& record) {
  const consensus::BlockHeader& header = record.block.header;
  json.name("height").number(header.height.value());
  json.name("hash").hex(record.digest.view());
  json.name("epoch").number(header.epoch.value());
  json.name("parent").hex(header.parent.view());
  json.name("time").signed_number(header.timestamp.value());
  json.name("proposer").number(header.proposer.value());
  json.name("payload").hex(header.payload.view());
  json.name("executedHeight").number(header.executed_height.value());
  json.name("executedRoot").hex(header.executed_root.view());
  json.name("treeSize").number(header.log_size);
  json.name("treeRoot").hex(header.log_root.view());
}

void write_seal(JsonWriter& json, const LedgerReader& reader, consensus::Height height) {
  if (const auto seal = reader.first_seal_from(height)) {
    json.name("seal").begin_object();
    json.name("validator").number(seal->validator.value());
    json.name("height").number(seal->height.value());
    json.name("executedRoot").hex(seal->executed_root.view());
    json.name("signature").base64url(seal->signature);
    json.end_object();
  }
}

void write_batches(JsonWriter& json, const consensus::Block& block) {
  json.name("batches").begin_array();
  for (const consensus::BatchRef& reference : block.references) {
    json.begin_object();
    json.name("validator").number(reference.lane.value());
    json.name("incarnation").number(reference.incarnation.value());
    json.name("sequence").number(reference.sequence.value());
    json.name("hash").hex(reference.digest.view());
    json.end_object();
  }
  json.end_array();
}

void write_outcome(JsonWriter& json, const ledger::TxResult& result) {
  const net::TxOutcome outcome = outcome_of(result);
  json.name("result").begin_object().name("outcome").text(outcome.outcome);
  if (!outcome.code.empty()) {
    json.name("code").text(outcome.code);
  }
  json.end_object();
}

void write_transactions(JsonWriter& json, const std::vector<ledger::TxResult>& results,
                        const std::vector<std::string>& compact) {
  json.name("transactions").begin_array();
  for (std::size_t i = 0; i < results.size(); ++i) {
    json.begin_object();
    json.name("txId").hex(results[i].id.view());
    write_outcome(json, results[i]);
    if (!compact.empty()) {
      json.name("tx").text(compact[i]);
    }
    json.end_object();
  }
  json.end_array();
}

void write_encoded(JsonWriter& json, const consensus::BlockHeader& header) {
  ByteWriter writer;
  consensus::write_block_header(writer, header);
  json.name("encoded").base64url(writer.take());
}

void write_finalization(JsonWriter& json, const consensus::Certificate& certificate) {
  json.name("finalization").begin_object();
  json.name("epoch").number(certificate.subject.epoch.value());
  json.name("view").number(certificate.subject.view.value());
  json.name("parentView").number(certificate.subject.parent_view.value());
  json.name("signatures").begin_array();
  for (const consensus::SignerSignature& one : certificate.signatures) {
    json.begin_object().name("signer").number(one.signer.value());
    json.name("signature").base64url(one.signature).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

net::RpcError explain(ReadError error, RpcCause not_found) {
  switch (error) {
    case ReadError::NotFound:
      return {.cause = not_found};
    case ReadError::Damaged:
      return {.cause = RpcCause::DataDamaged};
    case ReadError::Storage:
      return {.cause = RpcCause::InternalError, .detail = "the database cannot be read"};
  }
  return {.cause = RpcCause::InternalError};
}

net::TxOutcome outcome_of(const ledger::TxResult& result) {
  net::TxOutcome outcome;
  outcome.outcome = ledger::to_string(result.status);
  if (result.status == ledger::TxStatus::Refused) {
    outcome.code = ledger::to_string(result.code);
  }
  return outcome;
}

net::TxState committed_state_of(const ledger::TxId& id, const TxRecord& record) {
  net::TxState state;
  state.tx_id = net::RpcTxId{id.value()};
  state.stage = net::TxStage::Committed;
  state.height = record.location.height.value();
  state.index = record.location.leaf.value();
  state.result = outcome_of(record.result);
  return state;
}

std::vector<CommittedState> committed_states(const storage::Database& database,
                                             std::span<const ledger::TxId> ids) {
  const LedgerReader reader(database);
  std::vector<CommittedState> states;
  states.reserve(ids.size());
  for (const ledger::TxId& id : ids) {
    const auto record = reader.transaction(id);
    if (record) {
      states.emplace_back(std::optional(committed_state_of(id, *record)));
    } else if (record.error() == ReadError::NotFound) {
      states.emplace_back(std::optional<net::TxState>());
    } else {
      states.emplace_back(explain(record.error(), RpcCause::DataDamaged));
    }
  }
  return states;
}

net::RpcResult<net::TxDocument> tx_document(const LedgerReader& reader, const ledger::TxId& id) {
  const auto record = reader.transaction(id);
  if (!record) {
    return explain(record.error(), RpcCause::TxNotFound);
  }
  auto compact = reader.compact_jws(record->location);
  if (!compact) {
    return explain(compact.error(), RpcCause::DataDamaged);
  }
  const auto block = reader.block(record->location.height);
  if (!block) {
    return explain(block.error(), RpcCause::DataDamaged);
  }
  net::TxDocument document;
  document.state = committed_state_of(id, *record);
  document.tx = std::move(*compact);
  document.time_ms = block->block.header.timestamp.value();
  return document;
}

net::RpcResult<net::LedgerInfo> ledger_info(const LedgerReader& reader,
                                            const LoadedGenesis& genesis) {
  net::LedgerInfo info;
  info.chain = genesis.genesis.document.chain.value();
  info.genesis_hash = genesis.genesis.hash.value();
  info.block_hash = consensus::anchor_digest(genesis.genesis.hash).value();
  info.time_ms = genesis.genesis.document.time.value();
  info.tree_root = crypto::empty_tree_root();
  const auto tip = reader.tip();
  if (!tip && tip.error() != ReadError::NotFound) {
    return explain(tip.error(), RpcCause::BlockNotFound);
  }
  if (tip) {
    const consensus::BlockHeader& header = tip->block.header;
    info.height = header.height.value();
    info.block_hash = tip->digest.value();
    info.time_ms = header.timestamp.value();
    info.tree_size = header.log_size;
    info.tree_root = header.log_root.value();
    info.executed_root = header.executed_root.value();
    info.executed_height = header.executed_height.value();
  }
  return info;
}

net::RpcResult<RawJson> block_json(const LedgerReader& reader, const net::BlockQuery& query) {
  const consensus::Height height{query.height};
  const auto record = reader.block(height);
  if (!record) {
    return explain(record.error(), RpcCause::BlockNotFound);
  }
  const auto results = reader.results(height);
  if (!results) {
    return explain(results.error(), RpcCause::DataDamaged);
  }
  std::vector<std::string> compact;
  if (query.transactions) {
    auto all = reader.compact_jws_of(height);
    if (!all) {
      return explain(all.error(), RpcCause::DataDamaged);
    }
    compact = std::move(*all);
  }
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  write_header(json, *record);
  write_seal(json, reader, height);
  write_batches(json, record->block);
  write_transactions(json, *results, compact);
  json.end_object();
  return RawJson{std::move(text)};
}

net::RpcResult<RawJson> header_json(const LedgerReader& reader, consensus::Height height) {
  const auto record = reader.block(height);
  if (!record) {
    return explain(record.error(), RpcCause::BlockNotFound);
  }
  const auto finalization = reader.finalization(height);
  if (!finalization && finalization.error() != ReadError::NotFound) {
    return explain(finalization.error(), RpcCause::BlockNotFound);
  }
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  write_header(json, *record);
  write_encoded(json, record->block.header);
  write_seal(json, reader, height);
  if (finalization) {
    write_finalization(json, *finalization);
  }
  json.end_object();
  return RawJson{std::move(text)};
}

net::RpcResult<net::ConsistencyProof> consistency_proof(const LedgerReader& reader,
                                                        const net::ConsistencyQuery& query) {
  const auto tip = reader.tip();
  if (!tip && tip.error() != ReadError::NotFound) {
    return explain(tip.error(), RpcCause::TreeSizeUnknown);
  }
  const std::uint64_t size = tip ? tip->block.header.log_size : 0;
  if (query.to_size > size) {
    return net::RpcError{.cause = RpcCause::TreeSizeUnknown,
                         .detail = "the log has " + std::to_string(size) + " leaves"};
  }
  const crypto::TreeSize from{query.from_size};
  const crypto::TreeSize to{query.to_size};
  auto path = crypto::consistency_proof(reader.log_nodes(), from, to);
  const auto from_root = crypto::root_of(reader.log_nodes(), from);
  const auto to_root = crypto::root_of(reader.log_nodes(), to);
  if (!path || !from_root || !to_root) {
    return explain(ReadError::Damaged, RpcCause::TreeSizeUnknown);
  }
  return net::ConsistencyProof{query.from_size, query.to_size, *from_root, *to_root,
                               std::move(*path)};
}

}  // namespace vitalstream::node
