#include "node/upkeep/ledger_audit.hpp"

#include <gtest/gtest.h>

#include "consensus/types/codec.hpp"
#include "ledger/execution/limits.hpp"
#include "ledger/execution/roots.hpp"
#include "node/batches/stored_attachments.hpp"
#include "support/a_batch.hpp"
#include "support/a_ledger.hpp"
#include "support/a_seal.hpp"
#include "tests/support/temp_directory.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;
using testing::ABatch;

LoadedGenesis genesis() {
  LoadedGenesis loaded;
  loaded.genesis.hash = testing::a_genesis();
  loaded.genesis.document.time = UnixMs{1'000};
  for (std::uint32_t id = 1; id <= 4; ++id) {
    ledger::GenesisValidator validator;
    validator.id = consensus::ValidatorId{id};
    validator.name = "v" + std::to_string(id);
    validator.key = testing::validator_key(id).public_key();
    loaded.genesis.document.validators.push_back(validator);
  }
  loaded.own = loaded.genesis.document.validators[testing::kSealer - 1];
  return loaded;
}

// Everything that the database keeps of the first block, right until a test changes some of it.
struct FirstBlock {
  ABatch batch;
  consensus::Block block;
  consensus::BlockDigest kept_under;
  Bytes stored;
  Bytes attachments;
  std::vector<storage::CommittedBatch> listed;
  std::vector<ledger::TxResult> results;
  storage::ExecutedInfo executed;
  std::vector<crypto::Tile> tiles;
  std::vector<std::pair<ledger::TxId, storage::TxLocation>> positions;
  std::vector<std::uint32_t> signers{1, 2, 3};

  FirstBlock();
  // After a change of the header, as validators would that agree to it.
  void name() { kept_under = consensus::block_digest(testing::a_genesis(), block.header); }
  [[nodiscard]] consensus::Certificate certificate() const;
};

FirstBlock::FirstBlock() : stored(batch.stored()), attachments(batch.attachments()) {
  const auto verified = batch.verify();
  const auto& header = verified->verified.signed_header.header;
  block.references = {
      {header.lane, header.incarnation, header.sequence, verified->verified.digest}};
  listed = {{verified->verified.digest, 2}};
  crypto::MerkleFrontier log;
  std::vector<Hash32> leaves;
  for (const ledger::Transaction& transaction : verified->cached->parsed.transactions()) {
    const auto index = static_cast<std::uint32_t>(leaves.size());
    leaves.push_back(transaction.leaf.value());
    log.append(leaves.back());
    results.push_back({transaction.id, ledger::TxStatus::Applied, ledger::ResultCode::None, 0});
    positions.push_back(
        {transaction.id, {Height{1}, storage::BlockIndex{index}, crypto::LeafIndex{index}}});
  }
  tiles = crypto::TileBuilder().append(leaves);
  const auto before = ledger::genesis_state_root(testing::a_genesis());
  block.header = {consensus::Epoch{1},
                  Height{1},
                  consensus::anchor_digest(testing::a_genesis()),
                  UnixMs{2'000},
                  consensus::ValidatorId{1},
                  consensus::payload_digest(block.references),
                  Height{0},
                  consensus::ExecutedRoot{before.value()},
                  log.size().value(),
                  consensus::LogRoot{log.root()}};
  executed.results_root = ledger::results_root(results);
  executed.executed_root = consensus::ExecutedRoot{
      ledger::state_root(before, {ledger::BlockHeight{1}, executed.results_root, {}}).value()};
  executed.log_size = log.size();
  executed.log_root = block.header.log_root;
  name();
}

consensus::Certificate FirstBlock::certificate() const {
  consensus::Certificate certificate;
  certificate.subject = consensus::make_finalize(consensus::make_notarize(
      consensus::Epoch{1}, consensus::View{1}, consensus::View{0}, kept_under));
  const Bytes message = consensus::signing_bytes(testing::a_genesis(), certificate.subject);
  for (const std::uint32_t id : signers) {
    certificate.signatures.push_back({consensus::ValidatorIndex{static_cast<std::uint16_t>(id - 1)},
                                      testing::validator_key(id).sign(message)});
  }
  return certificate;
}

template <class Value, class Write>
Bytes encoded(const Value& value, Write write) {
  ByteWriter writer;
  write(writer, value);
  return writer.take();
}

class Audit : public ::testing::Test {
 protected:
  Audit() {
    storage::DatabaseOptions options;
    options.missing = storage::MissingDatabase::Create;
    database_ = std::move(*storage::Database::open(directory_.path() / "db", options));
  }

  void keep(const FirstBlock& first) {
    const auto split = split_attachments(first.attachments, 2);
    ASSERT_TRUE(
        database_->put_batch({first.block.references[0].digest, first.stored, split.entries}));
    auto commit = database_->begin_commit({Height{1}, first.kept_under});
    commit.set_block(encoded(first.block, consensus::write_block));
    commit.set_batches(first.listed);
    commit.set_results(ledger::encode_results(first.results));
    commit.set_executed(first.executed);
    commit.set_finalization(encoded(first.certificate(), consensus::write_certificate));
    for (const auto& [id, at] : first.positions) {
      commit.add_tx(id, at);
    }
    for (const crypto::Tile& tile : first.tiles) {
      commit.put_tile(tile);
    }
    ASSERT_TRUE(database_->commit(std::move(commit)));
  }

  void keep_seal(std::uint64_t height, const Bytes& seal) {
    ASSERT_TRUE(database_->put_seal(Height{height}, seal));
  }
  // As this validator seals the block.
  static testing::SealedBlock sealed(const FirstBlock& first) {
    return {Height{1}, first.kept_under, first.executed.executed_root};
  }

  // What an audit of such a ledger finds, one line each.
  std::string findings(const FirstBlock& first) {
    keep(first);
    LedgerAudit audit(genesis_, *database_);
    while (audit.step()) {
    }
    counts_ = audit.counts();
    certified_ = audit.certified();
    std::string all;
    for (const AuditFinding& finding : audit.findings()) {
      all += std::to_string(finding.height.value()) + " " + finding.what + "\n";
    }
    return all;
  }

  vitalstream::testing::TempDirectory directory_;
  LoadedGenesis genesis_ = genesis();
  std::unique_ptr<storage::Database> database_;
  AuditCounts counts_;
  Height certified_;
};

TEST_F(Audit, AnEmptyLedgerHasNothingToFind) {
  LedgerAudit audit(genesis_, *database_);
  EXPECT_FALSE(audit.step());
  EXPECT_EQ(audit.end(), Height{0});
}

TEST_F(Audit, WhatTheValidatorsSignedIsFoundRight) {
  EXPECT_EQ(findings({}), "");
  EXPECT_EQ(counts_.blocks, 1U);
  EXPECT_EQ(counts_.batches, 1U);
  EXPECT_EQ(counts_.transactions, 2U);
  EXPECT_EQ(counts_.certificates, 1U);
  EXPECT_EQ(counts_.batches_without_attachments, 0U);
  EXPECT_EQ(certified_, Height{1});
}

// `exp` of the first is too far ahead in the first block, which is a second before the next: it is
// refused for the time being, sent again and applied: it is known by where that was.
TEST(AuditOfALedger, ATransactionIsKnownByWhereItWasAppliedElseByItsFirstPlace) {
  using ledger::testing::TransactionBuilder;
  testing::ALedger ledger;
  const std::int64_t exp = 2'000'000'000 + 2 + 600 + ledger::kExpSlackSeconds;
  const auto early = ledger.pending(TransactionBuilder{}.jti("a").exp(exp));
  const auto stranger = ledger.pending(TransactionBuilder{}.jti("b").chain("other-chain"));
  const auto told = ledger.commit_blocks({{early, stranger}, {stranger, early}, {early, stranger}});
  ASSERT_EQ(told.committed.at(1).results.at(1).status, ledger::TxStatus::Applied);
  LoadedGenesis genesis = testing::a_loaded_genesis(ledger.member());
  genesis.own = genesis.genesis.document.validators[testing::kSealer - 1];
  LedgerAudit audit(genesis, ledger.database());
  while (audit.step()) {
  }
  EXPECT_TRUE(audit.findings().empty()) << audit.findings().front().what;
  EXPECT_EQ(audit.counts().transactions, 6U);
}

TEST_F(Audit, ErasedContentIsLawful) {
  FirstBlock first;
  first.attachments.clear();
  EXPECT_EQ(findings(first), "");
  EXPECT_EQ(counts_.batches_without_attachments, 1U);
}

TEST_F(Audit, AnAttachmentMustBeTheOneThatIsCommittedTo) {
  FirstBlock first;
  first.attachments = ledger::encode_attachments(
      std::vector<ledger::AttachmentList>{{{ledger::Salt{}, Bytes{1, 2, 4}}}, {}});
  EXPECT_NE(findings(first).find("an attachment is not the one"), std::string::npos);
}

TEST_F(Audit, ABlockMustExtendTheOneBefore) {
  FirstBlock first;
  first.block.header.parent = {};
  first.name();
  EXPECT_EQ(findings(first), "1 the block does not extend the one before\n");
}

TEST_F(Audit, ABlockIsKeptUnderItsDigest) {
  FirstBlock first;
  first.block.header.proposer = consensus::ValidatorId{3};
  EXPECT_EQ(findings(first), "1 the digest of the block is not the one that it is kept under\n");
}

TEST_F(Audit, AChangedBatchIsFound) {
  FirstBlock first;
  first.stored.back() ^= 1;
  EXPECT_NE(findings(first).find("its body is not the one that its header names"),
            std::string::npos);
}

TEST_F(Audit, AnotherBatchUnderTheDigestIsFound) {
  FirstBlock first;
  first.block.references[0].sequence = consensus::Sequence{2};
  first.block.header.payload = consensus::payload_digest(first.block.references);
  first.name();
  EXPECT_NE(findings(first).find("another batch is kept"), std::string::npos);
}

TEST_F(Audit, TheListOfBatchesIsThatOfTheReferences) {
  FirstBlock first;
  first.listed[0].items = 3;
  EXPECT_EQ(findings(first), "1 the list of the block's batches is not that of its references\n");
}

TEST_F(Audit, TheLogRootIsThatOfAllTransactions) {
  FirstBlock first;
  first.block.header.log_size = 3;
  first.executed.log_size = crypto::TreeSize{3};
  first.name();
  EXPECT_EQ(findings(first),
            "1 the log of all transactions has another root than the block says\n");
}

TEST_F(Audit, TilesBelongToTheLog) {
  FirstBlock first;
  first.tiles[0].hashes[1][0] ^= 1;
  EXPECT_EQ(findings(first), "1 tile 0 of level 0 does not belong to the log\n");
}

TEST_F(Audit, ResultsAreThoseThatWereCommittedTo) {
  FirstBlock first;
  first.results[1].status = ledger::TxStatus::Refused;
  EXPECT_EQ(findings(first), "1 the results are not those that were committed to\n");
}

TEST_F(Audit, TheStateRootThatTheValidatorsSignedIsThatOfTheResults) {
  FirstBlock first;
  first.block.header.executed_root = {};
  first.name();
  EXPECT_EQ(findings(first), "1 the block commits to another state after block 0\n");
}

TEST_F(Audit, ATransactionIsFoundByItsId) {
  FirstBlock first;
  first.positions[1].second.leaf = crypto::LeafIndex{7};
  EXPECT_EQ(findings(first), "1 transaction 1 is not found by its id\n");
}

TEST_F(Audit, ASealOfTheBlockAndTheStateAfterItIsRight) {
  const FirstBlock first;
  keep_seal(1, testing::encoded_seal(testing::a_seal(sealed(first))));
  EXPECT_EQ(findings(first), "");
  EXPECT_EQ(counts_.seals, 1U);
}

TEST_F(Audit, ASealOfAnotherBlockIsFoundAlsoWithARightSignature) {
  const FirstBlock first;
  auto other = sealed(first);
  other.block = consensus::BlockDigest{Hash32{1}};
  keep_seal(1, testing::encoded_seal(testing::a_seal(other)));
  EXPECT_EQ(findings(first), "1 the seal is of another block, or of another state after it\n");
  EXPECT_EQ(counts_.seals, 0U);
}

TEST_F(Audit, ASealOfAnotherStateIsFound) {
  const FirstBlock first;
  auto other = sealed(first);
  other.executed_root = consensus::ExecutedRoot{Hash32{1}};
  keep_seal(1, testing::encoded_seal(testing::a_seal(other)));
  EXPECT_EQ(findings(first), "1 the seal is of another block, or of another state after it\n");
}

TEST_F(Audit, ASealWithABadSignatureIsFound) {
  const FirstBlock first;
  Bytes seal = testing::encoded_seal(testing::a_seal(sealed(first)));
  seal.back() ^= 1;
  keep_seal(1, seal);
  EXPECT_EQ(findings(first), "1 the seal is not signed by this validator's key\n");
}

// A rebuilt ledger has still to fetch the block; who signed it can be told already.
TEST_F(Audit, ASealAboveTheNewestBlockMustBeThisValidators) {
  const FirstBlock first;
  keep_seal(7, testing::encoded_seal(testing::a_seal({Height{7}, {}, {}})));
  keep_seal(9, testing::encoded_seal(testing::a_seal({Height{9}, {}, {}}, 3)));
  EXPECT_EQ(findings(first), "9 the seal is not this validator's\n");
  EXPECT_EQ(counts_.seals, 1U);
}

TEST_F(Audit, ACertificateNeedsAQuorum) {
  FirstBlock first;
  first.signers = {1, 2};
  EXPECT_EQ(findings(first), "1 the certificate does not make the block final\n");
  EXPECT_EQ(certified_, Height{0});
}

}  // namespace
}  // namespace vitalstream::node
