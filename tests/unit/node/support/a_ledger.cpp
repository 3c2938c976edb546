#include "support/a_ledger.hpp"

#include <utility>

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "node/batches/stored_attachments.hpp"

namespace vitalstream::node::testing {
namespace {

using ledger::testing::TransactionBuilder;

constexpr std::int64_t kFirstBlockMs = 2'000'000'000'000;
constexpr std::uint64_t kIncarnation = 7;
const consensus::Epoch kEpoch{1};

consensus::Certificate finalization(const consensus::BlockHeader& header,
                                    const consensus::BlockDigest& digest) {
  consensus::Certificate certificate;
  const consensus::View view{header.height.value()};
  certificate.subject = consensus::make_finalize(
      consensus::make_notarize(kEpoch, view, consensus::View{view.value() - 1}, digest));
  const Bytes message = consensus::signing_bytes(a_genesis(), certificate.subject);
  for (std::uint16_t index = 0; index < 3; ++index) {
    certificate.signatures.push_back(
        {consensus::ValidatorIndex{index}, validator_key(index + 1U).sign(message)});
  }
  return certificate;
}

}  // namespace

crypto::SigningKey lane_signing_key() {
  auto key = crypto::SigningKey::from_secret(crypto::SignatureAlgorithm::Ed25519, Bytes(32, 0x71));
  VS_ASSERT(key);
  return std::move(*key);
}

consensus::LaneKey a_certified_lane_key(std::uint32_t validator, std::uint64_t incarnation) {
  consensus::LaneKey key;
  key.lane = consensus::ValidatorId{validator};
  key.incarnation = consensus::Incarnation{incarnation};
  key.key = lane_signing_key().public_key();
  key.signature =
      validator_key(validator).sign(consensus::lane_key_signing_bytes(a_genesis(), key));
  return key;
}

LoadedGenesis a_loaded_genesis(const ledger::testing::TestSigner& member) {
  LoadedGenesis loaded;
  loaded.genesis.hash = a_genesis();
  loaded.genesis.document.chain = ChainId{"test-chain"};
  for (std::uint32_t id = 1; id <= 4; ++id) {
    ledger::GenesisValidator validator;
    validator.id = consensus::ValidatorId{id};
    validator.name = "v" + std::to_string(id);
    validator.key = validator_key(id).public_key();
    loaded.genesis.document.validators.push_back(validator);
  }
  loaded.genesis.document.members.push_back({crypto::thumbprint(member.key()),
                                             member.key(),
                                             "clinic",
                                             "anna",
                                             {ledger::Role::Submitter}});
  return loaded;
}

ALedger::ALedger()
    : ALedger([this](storage::MissingDatabase missing) {
        storage::DatabaseOptions options;
        options.missing = missing;
        auto database = storage::Database::open(directory_.path() / "db", options);
        VS_ASSERT(database);
        return std::move(*database);
      }) {}

// The opener is kept before it is called, and the directory made before both.
ALedger::ALedger(Opener open)
    : open_(std::move(open)),
      database_(open_(storage::MissingDatabase::Create)),
      members_({{crypto::thumbprint(member_.key()),
                 member_.key(),
                 "clinic",
                 "anna",
                 {ledger::Role::Submitter}}}),
      sealer_(a_genesis(), a_certified_lane_key(kLaneOwner, kIncarnation), lane_signing_key()),
      lane_tip_{consensus::Incarnation{kIncarnation}, consensus::Sequence{0}, {}},
      parent_digest_(consensus::anchor_digest(a_genesis())),
      executed_{consensus::Height{0}, Executor::genesis_root(a_genesis())} {
  parent_.timestamp = UnixMs{kFirstBlockMs};
}

Pending ALedger::pending(TransactionBuilder builder, ledger::AttachmentList attachments) const {
  PendingTx made{signed_by(member_, std::move(builder)), member_.key(), std::move(attachments), 0,
                 0};
  made.body_bytes = ledger::batch_item_bytes({&made.key, made.transaction->envelope});
  return std::make_shared<const PendingTx>(std::move(made));
}

void ALedger::reopen(const std::function<void(const std::filesystem::path&)>& while_closed) {
  for (int round = 0; round < 2; ++round) {
    database_.reset();
    if (round == 1 && while_closed) {
      while_closed(directory_.path() / "db");
    }
    // The first opening replays the log.
    database_ = open_(storage::MissingDatabase::Refuse);
  }
}

Pending ALedger::put(std::string_view jti) const { return pending(TransactionBuilder{}.jti(jti)); }

Pending ALedger::put(std::string_view jti, Bytes content) const {
  ledger::Attachment attachment{{}, std::move(content)};
  const auto commitment = ledger::commitment_of(attachment.salt, attachment.content);
  const std::string att = R"([{"c":")" + to_base64url(commitment.view()) + R"(","n":)" +
                          std::to_string(attachment.content.size()) + R"(,"t":"text/plain"}])";
  return pending(TransactionBuilder{}.jti(jti).att(att).op(
                     "record.put", R"({"collection":"observations","id":"o-1","attachment":0})"),
                 {std::move(attachment)});
}

VerifiedIntake ALedger::close(const std::vector<Pending>& items) {
  consensus::CloseBatch order{
      lane_tip_.incarnation, next(lane_tip_.sequence), lane_tip_.digest, {}};
  order.items.resize(items.size());
  VerifiedIntake closed = sealer_.close(order, items);
  lane_tip_ = {order.incarnation, order.sequence, closed.verified.digest};
  const SplitAttachments split = split_attachments(closed.cached->attachments, items.size());
  VS_ASSERT(database_->put_batch({closed.verified.digest, closed.cached->stored, split.entries}));
  return closed;
}

Delivery ALedger::deliver(const std::vector<VerifiedIntake>& batches) {
  Delivery delivery;
  consensus::Block& block = delivery.deliver.block;
  for (const VerifiedIntake& batch : batches) {
    block.references.push_back(
        consensus::make_ref(batch.verified.signed_header.header, batch.verified.digest));
    delivery.batches.push_back(batch.cached);
    for (const Hash32& leaf : batch.verified.leaves) {
      log_.append(leaf);
    }
  }
  block.header = {kEpoch,
                  next(parent_.height),
                  parent_digest_,
                  UnixMs{parent_.timestamp.value() + 1'000},
                  consensus::ValidatorId{1},
                  consensus::payload_digest(block.references),
                  executed_.first,
                  executed_.second,
                  log_.size().value(),
                  consensus::LogRoot{log_.root()}};
  delivery.deliver.digest = consensus::block_digest(a_genesis(), block.header);
  delivery.deliver.finalization = finalization(block.header, delivery.deliver.digest);
  parent_ = block.header;
  parent_digest_ = delivery.deliver.digest;
  return delivery;
}

ALedger::Told ALedger::commit(std::vector<Delivery> deliveries) {
  Told told;
  Metrics metrics("1.2.3");
  auto committer = BlockCommitter::open(rules(), a_genesis(), *database_);
  VS_ASSERT(committer);
  CommitPipeline::Events events;
  events.on_final = [](const Delivery&) {};
  events.on_ordered = [&](OrderedBlock block) { told.ordered.push_back(std::move(block)); };
  events.on_committed = [&](CommittedBlock block) { told.committed.push_back(std::move(block)); };
  events.on_executed = [&](consensus::Height height, const consensus::ExecutedRoot& root) {
    told.executed.emplace_back(height, root);
  };
  events.on_content_wanted = [&](const std::vector<consensus::BatchDigest>& batches) {
    told.content_wanted.insert(told.content_wanted.end(), batches.begin(), batches.end());
  };
  events.on_failure = [&](std::string reason) { told.failures.push_back(std::move(reason)); };
  events.on_unreadable = events.on_failure;
  StateNeed nobody_meets_it;
  CommitPipeline pipeline(std::move(*committer), nobody_meets_it, metrics, std::move(events));
  for (Delivery& delivery : deliveries) {
    pipeline.deliver(std::move(delivery));
  }
  pipeline.finish();
  return told;
}

ALedger::Told ALedger::commit_blocks(const std::vector<std::vector<Pending>>& blocks) {
  std::vector<Delivery> deliveries;
  for (const std::vector<Pending>& items : blocks) {
    deliveries.push_back(deliver({close(items)}));
  }
  return commit(std::move(deliveries));
}

}  // namespace vitalstream::node::testing
