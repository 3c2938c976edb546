// What the database has written is read back decoded; nothing and damage are two answers.
#include "node/stores/ledger_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "consensus/types/codec.hpp"
#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;
using ::testing::ElementsAre;

template <class T>
ReadError error_of(const ReadResult<T>& read) {
  EXPECT_FALSE(read.has_value());
  return read.error();
}

class LedgerReaderTest : public ::testing::Test {
 protected:
  [[nodiscard]] LedgerReader reader() { return LedgerReader(ledger_.database()); }
  void put_seal(std::uint64_t under, std::uint64_t height) {
    const consensus::Seal seal{consensus::ValidatorId{2}, Height{height}, {}, {}, Bytes(64, 1)};
    ByteWriter writer;
    consensus::write_seal(writer, seal);
    ASSERT_TRUE(ledger_.database().put_seal(Height{under}, writer.bytes()));
  }
  static std::string compact(const testing::Pending& tx) {
    return std::string(tx->transaction->compact);
  }

  testing::ALedger ledger_;
};

TEST_F(LedgerReaderTest, FindsNothingInAnEmptyDatabase) {
  const LedgerReader empty = reader();
  EXPECT_EQ(error_of(empty.tip()), ReadError::NotFound);
  EXPECT_EQ(error_of(empty.block(Height{1})), ReadError::NotFound);
  EXPECT_EQ(error_of(empty.results(Height{1})), ReadError::NotFound);
  EXPECT_EQ(error_of(empty.executed(Height{1})), ReadError::NotFound);
  EXPECT_EQ(error_of(empty.finalization(Height{1})), ReadError::NotFound);
  EXPECT_EQ(error_of(empty.first_seal_from(Height{1})), ReadError::NotFound);
  EXPECT_EQ(error_of(empty.transaction(ledger::TxId{})), ReadError::NotFound);
  EXPECT_EQ(error_of(empty.compact_jws_of(Height{1})), ReadError::NotFound);
  EXPECT_FALSE(empty.log_nodes()({0, 0}).has_value());
}

TEST_F(LedgerReaderTest, FindsATransactionByItsIdWithItsResultAndItsText) {
  const auto first = ledger_.put("a");
  const auto second = ledger_.put("b");
  const auto third = ledger_.put("c");
  std::ignore =
      ledger_.commit({ledger_.deliver({ledger_.close({first}), ledger_.close({second, third})})});
  const auto record = reader().transaction(third->transaction->id);
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->location.index, storage::BlockIndex{2});
  EXPECT_EQ(record->result.status, ledger::TxStatus::Applied);
  EXPECT_EQ(*reader().compact_jws(record->location), compact(third));
}

TEST_F(LedgerReaderTest, FindsTheBatchOfAPlaceAndThePlaceTherein) {
  const VerifiedIntake one = ledger_.close({ledger_.put("a"), ledger_.put("b")});
  const VerifiedIntake other = ledger_.close({ledger_.put("c")});
  std::ignore = ledger_.commit({ledger_.deliver({one, other})});
  const auto place = [&](std::uint32_t index) {
    return reader().place_of({Height{1}, storage::BlockIndex{index}, crypto::LeafIndex{index}});
  };
  EXPECT_EQ(place(1)->batch, one.verified.digest);
  EXPECT_EQ(place(1)->item, 1U);
  EXPECT_EQ(place(2)->batch, other.verified.digest);
  EXPECT_EQ(place(2)->item, 0U);
  EXPECT_EQ(error_of(place(3)), ReadError::Damaged) << "a place beyond the block is damage";
}

TEST_F(LedgerReaderTest, ReadsAllTransactionsOfABlockInOrder) {
  const auto a = ledger_.put("a");
  const auto b = ledger_.put("b");
  const auto c = ledger_.put("c");
  std::ignore = ledger_.commit(
      {ledger_.deliver({ledger_.close({a, b}), ledger_.close({c})}), ledger_.deliver({})});
  EXPECT_THAT(*reader().compact_jws_of(Height{1}), ElementsAre(compact(a), compact(b), compact(c)));
  EXPECT_TRUE(reader().compact_jws_of(Height{2})->empty());
  EXPECT_EQ(reader().results(Height{1})->size(), 3U);
}

TEST_F(LedgerReaderTest, SeesOneMomentHoweverTheLedgerGrows) {
  std::ignore = ledger_.commit_blocks({{ledger_.put("a")}});
  const LedgerReader before = reader();
  std::ignore = ledger_.commit_blocks({{ledger_.put("b")}});
  EXPECT_EQ(before.tip()->block.header.height, Height{1});
  EXPECT_EQ(error_of(before.block(Height{2})), ReadError::NotFound);
  EXPECT_EQ(reader().tip()->block.header.height, Height{2});
}

TEST_F(LedgerReaderTest, TheNodesOfTheLogProveEachTransaction) {
  std::vector<testing::Pending> all;
  for (int i = 0; i < 5; ++i) {
    all.push_back(ledger_.put("tx-" + std::to_string(i)));
  }
  std::ignore = ledger_.commit_blocks({all});
  const auto header = reader().tip()->block.header;
  const crypto::TreeSize size{header.log_size};
  for (std::uint64_t leaf = 0; leaf < all.size(); ++leaf) {
    const auto path = crypto::inclusion_proof(reader().log_nodes(), crypto::LeafIndex{leaf}, size);
    ASSERT_TRUE(path.has_value());
    EXPECT_TRUE(crypto::verify_inclusion({size, header.log_root.value()}, crypto::LeafIndex{leaf},
                                         all[leaf]->transaction->leaf.value(), *path));
  }
}

TEST_F(LedgerReaderTest, TheLowestSealAtOrAboveAHeightCoversIt) {
  put_seal(3, 3);
  put_seal(7, 7);
  EXPECT_EQ(reader().first_seal_from(Height{1})->height, Height{3});
  EXPECT_EQ(reader().first_seal_from(Height{3})->height, Height{3});
  EXPECT_EQ(reader().first_seal_from(Height{4})->height, Height{7});
  EXPECT_EQ(error_of(reader().first_seal_from(Height{8})), ReadError::NotFound);
}

TEST_F(LedgerReaderTest, WhatDoesNotDecodeIsDamageAndNotNothing) {
  put_seal(3, 4);
  EXPECT_EQ(error_of(reader().first_seal_from(Height{1})), ReadError::Damaged);
  ASSERT_TRUE(ledger_.database().put_finalization(Height{1}, Bytes{1, 2}));
  EXPECT_EQ(error_of(reader().finalization(Height{1})), ReadError::Damaged);
  storage::CommitBatch commit =
      ledger_.database().begin_commit({Height{1}, consensus::BlockDigest{}});
  commit.set_block(Bytes{1});
  commit.set_batches(std::array{storage::CommittedBatch{consensus::BatchDigest{}, 1}});
  commit.set_results(Bytes{1});
  commit.set_executed({});
  const storage::TxLocation at{Height{1}, storage::BlockIndex{0}, crypto::LeafIndex{0}};
  commit.add_tx(ledger::TxId{}, at);
  ASSERT_TRUE(ledger_.database().commit(std::move(commit)));
  EXPECT_EQ(error_of(reader().tip()), ReadError::Damaged);
  EXPECT_EQ(error_of(reader().results(Height{1})), ReadError::Damaged);
  EXPECT_EQ(error_of(reader().transaction(ledger::TxId{})), ReadError::Damaged);
  EXPECT_EQ(error_of(reader().compact_jws(at)), ReadError::NotFound) << "the batch is not there";
}

// Damage of the record of a block, or of the batch.
TEST_F(LedgerReaderTest, APlaceBeyondItsBatchIsDamage) {
  const VerifiedIntake batch = ledger_.close({ledger_.put("a")});
  storage::CommitBatch commit =
      ledger_.database().begin_commit({Height{1}, consensus::BlockDigest{}});
  commit.set_block(Bytes{1});
  commit.set_batches(std::array{storage::CommittedBatch{batch.verified.digest, 2}});
  commit.set_results(Bytes{1});
  commit.set_executed({});
  ASSERT_TRUE(ledger_.database().commit(std::move(commit)));
  const auto compact_at = [this](std::uint32_t index) {
    return reader().compact_jws({Height{1}, storage::BlockIndex{index}, crypto::LeafIndex{index}});
  };
  EXPECT_TRUE(compact_at(0).has_value());
  EXPECT_EQ(error_of(compact_at(1)), ReadError::Damaged);
  EXPECT_EQ(error_of(reader().compact_jws_of(Height{1})), ReadError::Damaged);
}

}  // namespace
}  // namespace vitalstream::node
