#include "node/gateway/answers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <boost/json/parse.hpp>

#include "base/base64url.hpp"
#include "consensus/types/codec.hpp"
#include "crypto/merkle_frontier.hpp"
#include "net/rpc/method_table.hpp"
#include "support/a_batch.hpp"
#include "tests/unit/storage/database_fixture.hpp"

namespace vitalstream::node {
namespace {

using net::RpcCause;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint64_t kLeaves = 2;

// How an answer departs from what rpc.discover and docs/api.md say of it.
std::string departure(std::string_view method, const RawJson& answer) {
  const net::MethodTable table(net::rpc_methods());
  const auto found = table.find(method);
  return found
             ? net::mismatch(*table[*found].result, boost::json::parse(answer.value())).value_or("")
             : "no such method";
}

// A chain of one block with the two transactions of ABatch, of which the second was refused.
class Answers : public storage::DatabaseFixture {
 protected:
  void commit_a_block(const std::optional<consensus::Certificate>& certificate = {}) {
    const auto intake = batch_.verify();
    ASSERT_TRUE(intake);
    const consensus::BatchDigest digest = intake->verified.digest;
    ASSERT_TRUE(database_->put_batch({digest, intake->cached->stored, {}}));
    const auto& transactions = intake->cached->parsed.transactions();
    ids_ = {transactions[0].id, transactions[1].id};
    compact_ = {std::string(transactions[0].compact), std::string(transactions[1].compact)};

    auto commit = database_->begin_commit({consensus::Height{1}, {}});
    commit.set_block(encoded_block(intake->verified.leaves));
    commit.set_batches(std::vector<storage::CommittedBatch>{{digest, 2}});
    commit.set_results(ledger::encode_results(std::vector<ledger::TxResult>{
        {ids_[0], ledger::TxStatus::Applied, ledger::ResultCode::None, 1},
        {ids_[1], ledger::TxStatus::Refused, ledger::ResultCode::VersionConflict, 0}}));
    commit.set_executed({});
    for (std::uint32_t i = 0; i < kLeaves; ++i) {
      commit.add_tx(ids_[i], {consensus::Height{1}, ledger::BlockIndex{i}, ledger::LeafIndex{i}});
    }
    for (const crypto::Tile& tile : crypto::TileBuilder{}.append(intake->verified.leaves)) {
      commit.put_tile(tile);
    }
    if (certificate) {
      commit.set_finalization(encoded(*certificate));
    }
    ASSERT_TRUE(database_->commit(std::move(commit)));
  }
  [[nodiscard]] LedgerReader reader() const { return LedgerReader(*database_); }

  testing::ABatch batch_;
  std::vector<ledger::TxId> ids_;
  std::vector<std::string> compact_;
  crypto::MerkleFrontier log_;

 private:
  [[nodiscard]] static Bytes encoded(const consensus::Certificate& certificate) {
    ByteWriter writer;
    consensus::write_certificate(writer, certificate);
    return writer.take();
  }
  [[nodiscard]] Bytes encoded_block(const std::vector<Hash32>& leaves) {
    for (const Hash32& leaf : leaves) {
      log_.append(leaf);
    }
    consensus::Block block;
    block.header.epoch = consensus::Epoch{1};
    block.header.height = consensus::Height{1};
    block.header.timestamp = UnixMs{1'234'567};
    block.header.log_size = kLeaves;
    block.header.log_root = consensus::LogRoot{log_.root()};
    block.header.payload = consensus::payload_digest(block.references);
    ByteWriter writer;
    consensus::write_block(writer, block);
    return writer.take();
  }
};

TEST_F(Answers, ATransactionIsItsTextPlaceAndResult) {
  commit_a_block();
  const auto document = tx_document(reader(), ids_[1]);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->tx, compact_[1]);
  EXPECT_EQ(document->time_ms, 1'234'567);
  EXPECT_EQ(document->state.stage, net::TxStage::Committed);
  EXPECT_EQ(document->state.height, 1U);
  EXPECT_EQ(document->state.index, 1U);
  ASSERT_TRUE(document->state.result);
  EXPECT_EQ(document->state.result->outcome, "refused");
  EXPECT_EQ(document->state.result->code, "version_conflict");
}

TEST_F(Answers, OnlyARefusalHasACode) {
  commit_a_block();
  const auto document = tx_document(reader(), ids_[0]);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->state.result->outcome, "applied");
  EXPECT_EQ(document->state.result->code, "");
}

TEST_F(Answers, WhatIsNotThereIsSaidByItsKind) {
  commit_a_block();
  EXPECT_EQ(tx_document(reader(), {}).error().cause, RpcCause::TxNotFound);
  EXPECT_EQ(header_json(reader(), consensus::Height{2}).error().cause, RpcCause::BlockNotFound);
  EXPECT_EQ(block_json(reader(), {2, false}).error().cause, RpcCause::BlockNotFound);
  EXPECT_EQ(consistency_proof(reader(), {0, kLeaves + 1}).error().cause, RpcCause::TreeSizeUnknown);
}

TEST_F(Answers, ABlockHasTheSealThatCoversIt) {
  commit_a_block();
  EXPECT_THAT(block_json(reader(), {1, false})->value(), Not(HasSubstr("seal")));
  const consensus::Seal seal{
      consensus::ValidatorId{2}, consensus::Height{3}, {}, {}, Bytes(64, 0x33)};
  ByteWriter writer;
  consensus::write_seal(writer, seal);
  ASSERT_TRUE(database_->put_seal(seal.height, writer.bytes()));
  const auto block = block_json(reader(), {1, false});
  const auto header = header_json(reader(), consensus::Height{1});
  ASSERT_TRUE(block && header);
  EXPECT_THAT(block->value(), HasSubstr(R"("seal":{"validator":2,"height":3,)"));
  EXPECT_THAT(header->value(), HasSubstr(R"("seal":{"validator":2,"height":3,)"));
  EXPECT_EQ(departure("ledger_getBlock", *block), "");
  EXPECT_EQ(departure("ledger_getHeader", *header), "");
}

TEST_F(Answers, ABlockShowsTheTextsOfItsTransactionsOnRequest) {
  commit_a_block();
  const auto brief = block_json(reader(), {1, false});
  const auto whole = block_json(reader(), {1, true});
  ASSERT_TRUE(brief && whole);
  EXPECT_THAT(brief->value(), HasSubstr(R"("code":"version_conflict")"));
  EXPECT_THAT(brief->value(), Not(HasSubstr(compact_[0])));
  EXPECT_THAT(whole->value(), HasSubstr(compact_[0]));
  EXPECT_THAT(whole->value(), HasSubstr(compact_[1]));
  EXPECT_EQ(departure("ledger_getBlock", *brief), "");
  EXPECT_EQ(departure("ledger_getBlock", *whole), "");
}

TEST_F(Answers, AHeaderIsShownAsItIsHashed) {
  commit_a_block();
  const auto header = header_json(reader(), consensus::Height{1});
  ASSERT_TRUE(header);
  EXPECT_EQ(departure("ledger_getHeader", *header), "");
  ByteWriter writer;
  consensus::write_block_header(writer, reader().block(consensus::Height{1})->block.header);
  EXPECT_THAT(header->value(), HasSubstr(R"("encoded":")" + to_base64url(writer.take()) + '"'));
  EXPECT_THAT(header->value(), Not(HasSubstr("finalization")));
}

TEST_F(Answers, AHeaderBringsTheCertificateThatMadeItFinal) {
  consensus::Certificate certificate;
  certificate.subject.view = consensus::View{16};
  certificate.signatures = {{consensus::ValidatorIndex{2}, crypto::Signature(64, 1)}};
  commit_a_block(certificate);
  const auto header = header_json(reader(), consensus::Height{1});
  ASSERT_TRUE(header);
  EXPECT_EQ(departure("ledger_getHeader", *header), "");
  EXPECT_THAT(header->value(), HasSubstr(R"("view":16)"));
  EXPECT_THAT(header->value(), HasSubstr(R"("signer":2)"));
}

TEST_F(Answers, BeforeTheFirstBlockTheLedgerIsItsGenesis) {
  LoadedGenesis genesis;
  genesis.genesis.hash = testing::a_genesis();
  genesis.genesis.document.time = UnixMs{77};
  const auto info = ledger_info(reader(), genesis);
  ASSERT_TRUE(info);
  EXPECT_EQ(info->height, 0U);
  EXPECT_EQ(info->block_hash, consensus::anchor_digest(testing::a_genesis()).value());
  EXPECT_EQ(info->time_ms, 77);
  EXPECT_EQ(info->tree_root, crypto::empty_tree_root());
}

TEST_F(Answers, TheLedgerIsItsNewestBlock) {
  commit_a_block();
  const auto info = ledger_info(reader(), {});
  ASSERT_TRUE(info);
  EXPECT_EQ(info->height, 1U);
  EXPECT_EQ(info->time_ms, 1'234'567);
  EXPECT_EQ(info->tree_size, kLeaves);
  EXPECT_EQ(info->tree_root, log_.root());
}

TEST_F(Answers, AConsistencyProofHoldsBetweenTheRootsThatItNames) {
  commit_a_block();
  const auto proof = consistency_proof(reader(), {1, kLeaves});
  ASSERT_TRUE(proof);
  EXPECT_EQ(proof->to_root, log_.root());
  EXPECT_TRUE(crypto::verify_consistency({crypto::TreeSize{1}, proof->from_root},
                                         {crypto::TreeSize{kLeaves}, proof->to_root}, proof->path));
}

// Were it taken for absence, what is committed would be new to whoever submits it again.
TEST_F(Answers, ACommittedResultThatCannotBeReadIsNotTakenForAbsence) {
  commit_a_block();
  const ledger::TxId spoiled{Hash32{1}};
  auto commit = database_->begin_commit({consensus::Height{2}, {}});
  commit.set_block(Bytes{1});
  commit.set_batches({});
  commit.set_results(Bytes{9});
  commit.set_executed({});
  commit.add_tx(spoiled, {consensus::Height{2}, ledger::BlockIndex{0}, ledger::LeafIndex{2}});
  ASSERT_TRUE(database_->commit(std::move(commit)));
  const auto states =
      committed_states(*database_, std::array{ids_[0], spoiled, ledger::TxId{Hash32{2}}});
  ASSERT_EQ(states.size(), 3U);
  ASSERT_TRUE(states[0] && *states[0]);
  EXPECT_EQ((*states[0])->stage, net::TxStage::Committed);
  ASSERT_FALSE(states[1].has_value());
  EXPECT_EQ(states[1].error().cause, RpcCause::DataDamaged);
  ASSERT_TRUE(states[2].has_value());
  EXPECT_FALSE(states[2]->has_value());
}

// The fixture's blocks are no blocks: the database has a tip that cannot be read.
TEST_F(Answers, ADamagedDatabaseIsNotTakenForAnEmptyOne) {
  ASSERT_TRUE(database_->commit(storage::a_block(*database_, 1).build()));
  EXPECT_EQ(ledger_info(reader(), {}).error().cause, RpcCause::DataDamaged);
  EXPECT_EQ(header_json(reader(), consensus::Height{1}).error().cause, RpcCause::DataDamaged);
  EXPECT_EQ(consistency_proof(reader(), {0, 1}).error().cause, RpcCause::DataDamaged);
}

}  // namespace
}  // namespace vitalstream::node
