#include "tests/support/fake_node_api.hpp"

#include "net/rpc/methods/methods.hpp"

namespace vitalstream::testing {
namespace {

using namespace vitalstream::net;

constexpr std::int64_t kTime = 1'790'000'000'000;

Hash32 some_hash(std::uint8_t fill) {
  Hash32 hash{};
  hash.fill(fill);
  return hash;
}

TxState committed(const RpcTxId& tx_id) {
  return {.tx_id = tx_id,
          .stage = TxStage::Committed,
          .height = 12,
          .index = 345,
          .result = TxOutcome{.outcome = "applied", .code = {}}};
}

EntryOrigin origin() {
  return {.tx_id = RpcTxId{some_hash(7)},
          .height = 12,
          .index = 345,
          .time_ms = kTime,
          .key_id = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"};
}

RecordVersion record(const std::string& collection, const std::string& id) {
  RecordVersion version;
  version.collection = collection;
  version.id = id;
  version.version = 1;
  version.subject = "p-77";
  version.origin = origin();
  version.attachment =
      AttachmentInfo{.commitment = some_hash(3), .bytes = 2, .media_type = "application/fhir+json"};
  return version;
}

TxSubmitted answer_to(const TxSubmission& submission) {
  // The id of a fake: the first bytes of the transaction's text.
  Hash32 id{};
  const std::size_t length = std::min(submission.tx.size(), id.size());
  std::copy_n(submission.tx.begin(), length, id.begin());
  TxSubmitted submitted{.state = committed(RpcTxId{id}), .receipt = std::nullopt};
  if (submission.receipt) {
    submitted.receipt = RawJson{R"({"version":1})"};
  }
  return submitted;
}

}  // namespace

std::size_t FakeNodeApi::held() const {
  const std::lock_guard lock(mutex_);
  return held_.size();
}

std::vector<TxSubmission> FakeNodeApi::submissions() const {
  const std::lock_guard lock(mutex_);
  return submissions_;
}

void FakeNodeApi::release(std::size_t place) {
  const std::lock_guard lock(mutex_);
  if (held_.at(place)) {
    held_.at(place).send(answer_to(submissions_.at(place)));
  }
}

void FakeNodeApi::release_all() {
  const std::size_t count = held();
  for (std::size_t place = 0; place < count; ++place) {
    release(place);
  }
}

void FakeNodeApi::tx_submit(TxSubmission submission, Reply<TxSubmitted> reply) {
  const std::lock_guard lock(mutex_);
  submissions_.push_back(submission);
  if (refuse_submissions) {
    reply.refuse({.cause = *refuse_submissions, .retry_after_ms = 50});
  } else if (hold_submissions) {
    held_.push_back(std::move(reply));
  } else {
    reply.send(answer_to(submission));
  }
}

void FakeNodeApi::tx_get_status(RpcTxId tx_id, Reply<TxState> reply) {
  if (tx_id == RpcTxId{}) {
    reply.refuse(RpcCause::TxNotFound);
    return;
  }
  reply.send(committed(tx_id));
}

void FakeNodeApi::tx_get(TxQuery query, Reply<TxDocument> reply) {
  TxDocument document{
      .state = committed(query.tx_id), .tx = "e30.e30.c2ln", .time_ms = kTime, .attachments = {}};
  if (query.attachments) {
    document.attachments = {{some_hash(1), {'{', '}'}}};
  }
  reply.send(std::move(document));
}

void FakeNodeApi::tx_get_receipt(RpcTxId, Reply<RawJson> reply) {
  reply.send(RawJson{R"({"version":1})"});
}

void FakeNodeApi::ledger_get_info(Reply<LedgerInfo> reply) {
  LedgerInfo info;
  info.chain = "consortium-1";
  info.height = 12;
  reply.send(std::move(info));
}

void FakeNodeApi::ledger_get_block(BlockQuery query, Reply<RawJson> reply) {
  if (query.height == 0) {
    reply.refuse(RpcCause::BlockNotFound);
    return;
  }
  if (block_bytes == 0) {
    reply.send(RawJson{std::string(kLedgerGetBlockMethod.example_result)});
    return;
  }
  reply.send(RawJson{R"({"height":)" + std::to_string(query.height) + R"(,"fill":")" +
                     std::string(block_bytes, 'x') + "\"}"});
}

void FakeNodeApi::ledger_get_header(std::uint64_t, Reply<RawJson> reply) {
  reply.send(RawJson{std::string(kLedgerGetHeaderMethod.example_result)});
}

void FakeNodeApi::ledger_get_consistency_proof(ConsistencyQuery query,
                                               Reply<ConsistencyProof> reply) {
  ConsistencyProof proof;
  proof.from_size = query.from_size;
  proof.to_size = query.to_size;
  proof.path.push_back(some_hash(9));
  reply.send(std::move(proof));
}

void FakeNodeApi::record_get(RecordQuery query, Reply<RecordVersion> reply) {
  RecordVersion version = record(query.collection, query.id);
  if (query.content) {
    version.content = AttachmentContent{.salt = {}, .content = {'{', '}'}};
  }
  reply.send(std::move(version));
}

void FakeNodeApi::record_get_history(RecordHistoryQuery query, Reply<Page<RecordVersion>> reply) {
  reply.send({.items = {record(query.collection, query.id)}, .cursor = query.page.cursor});
}

void FakeNodeApi::consent_get_status(ConsentQuery query, Reply<ConsentStatus> reply) {
  ConsentStatus status;
  status.permitted = true;
  status.at_ms = query.at_ms.value_or(kTime);
  status.scopes = {"observations"};
  status.from_ms = kTime;
  status.decided_by = origin();
  reply.send(std::move(status));
}

void FakeNodeApi::audit_query(AuditQuery query, Reply<Page<AuditEntry>> reply) {
  AuditEntry entry;
  entry.type = query.type.empty() ? "rest" : query.type;
  entry.source = "ehr-1";
  entry.actor = "dr-9";
  entry.outcome = "success";
  entry.origin = origin();
  reply.send({.items = {entry}, .cursor = "next"});
}

void FakeNodeApi::member_list(PageQuery, Reply<Page<MemberInfo>> reply) {
  reply.send({.items = {{.key_id = "kid",
                         .organisation = "north",
                         .name = "ehr-1",
                         .roles = {"submitter"},
                         .key = RawJson{R"({"kty":"OKP"})"}}},
              .cursor = {}});
}

void FakeNodeApi::validator_list(Reply<std::vector<ValidatorInfo>> reply) {
  ValidatorInfo validator;
  validator.id = 1;
  validator.name = "north";
  validator.host = "node.north.example";
  validator.key = RawJson{R"({"kty":"OKP"})"};
  validator.connected = true;
  reply.send({validator});
}

void FakeNodeApi::consensus_get_status(Reply<ConsensusStatus> reply) {
  ConsensusStatus status;
  status.epoch = 1;
  status.view = 77;
  status.leader = "north";
  status.phase = "following";
  status.missing_votes = {"east"};
  status.contents_wanted = 2;
  reply.send(std::move(status));
}

void FakeNodeApi::node_get_info(Reply<NodeInfo> reply) {
  NodeInfo info;
  info.version = "0.1.0";
  info.chain = "consortium-1";
  info.node_id = "north-1";
  reply.send(std::move(info));
}

void FakeNodeApi::node_get_health(Reply<NodeHealth> reply) {
  reply.send({.healthy = healthy, .why = healthy ? "" : "no quorum"});
}

}  // namespace vitalstream::testing
