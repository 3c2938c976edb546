// E1: final blocks become results on disk, in order, as a whole, and the same ones after a restart.
#include "node/commit/commit_pipeline.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "consensus/types/codec.hpp"
#include "ledger/execution/limits.hpp"
#include "node/stores/ledger_reader.hpp"
#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;
using ledger::testing::TransactionBuilder;
using testing::ALedger;

// An `exp` that is too far ahead at the time of the first block, and no more at the second's, which
// is a second later.
constexpr std::int64_t kTooFarAtFirst = 2'000'000'000 + 2 + 600 + ledger::kExpSlackSeconds;

// Within the first page of a table.
constexpr std::streamoff kFirstEntryOffset = 12;

class CommitPipelineTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::uint64_t tip_height() {
    const auto tip = *ledger_.database().latest().tip();
    return tip ? tip->height.value() : 0;
  }
  [[nodiscard]] std::optional<storage::TxLocation> location(const testing::Pending& tx) {
    return *ledger_.database().latest().location_of(tx->transaction->id);
  }
  // Spoils what the tables of this column family hold; they are opened all the same.
  void damage(std::string_view family) {
    std::vector<std::string> names;
    for (const storage::FamilyFile& file : ledger_.database().files()) {
      if (file.family == family) {
        names.push_back(file.name);
      }
    }
    ASSERT_FALSE(names.empty());
    ledger_.reopen([&names](const std::filesystem::path& database) {
      for (const std::string& name : names) {
        std::fstream file(database / std::filesystem::path(name).relative_path(),
                          std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(kFirstEntryOffset);
        file.put('\x55');
        ASSERT_TRUE(file.good());
      }
    });
  }
  ALedger ledger_;
};

TEST_F(CommitPipelineTest, TellsThatABlockIsOrderedAndCommittedWithThePlacesOfItsTransactions) {
  const auto told =
      ledger_.commit_blocks({{ledger_.put("a"), ledger_.put("b")}, {ledger_.put("c")}});
  ASSERT_EQ(told.ordered.size(), 2U);
  ASSERT_EQ(told.committed.size(), 2U);
  EXPECT_EQ(told.ordered[1].height, 2U);
  EXPECT_EQ(told.ordered[1].transactions.at(0).leaf, ledger::LeafIndex{2});
  EXPECT_EQ(told.committed[0].transactions.size(), 2U);
  EXPECT_EQ(told.committed[0].results.at(0).status, ledger::TxStatus::Applied);
  EXPECT_EQ(told.executed.back().first, Height{2});
  EXPECT_TRUE(told.failures.empty());
}

TEST_F(CommitPipelineTest, WritesEverythingThatABlockNeedsToBeAnsweredFor) {
  const auto tx = ledger_.put("a");
  const Delivery delivery = ledger_.deliver({ledger_.close({tx})});
  const auto told = ledger_.commit({delivery});
  const LedgerReader reader(ledger_.database());
  EXPECT_EQ(reader.tip()->digest, delivery.deliver.digest);
  EXPECT_EQ(reader.block(Height{1})->block, delivery.deliver.block);
  EXPECT_EQ(*reader.finalization(Height{1}), delivery.deliver.finalization);
  EXPECT_EQ(reader.results(Height{1})->size(), 1U);
  EXPECT_EQ(reader.executed(Height{1})->executed_root, told.executed.at(0).second);
  EXPECT_EQ(reader.transaction(tx->transaction->id)->location,
            (storage::TxLocation{Height{1}, storage::BlockIndex{0}, crypto::LeafIndex{0}}));
  EXPECT_EQ(*reader.log_nodes()({0, 0}), tx->transaction->leaf.value());
  EXPECT_TRUE(ledger_.database().latest().pending_batches()->empty());
}

TEST_F(CommitPipelineTest, BatchThatHasLeftTheCacheIsReadBack) {
  Delivery delivery = ledger_.deliver({ledger_.close({ledger_.put("a")})});
  delivery.batches = {nullptr};
  EXPECT_TRUE(ledger_.commit({delivery}).failures.empty());
  EXPECT_EQ(tip_height(), 1U);
}

TEST_F(CommitPipelineTest, BatchThatIsNowhereStopsTheNodeAndNothingMoreIsCommitted) {
  Delivery lost = ledger_.deliver({ledger_.close({ledger_.put("a")})});
  ASSERT_TRUE(
      ledger_.database().remove_batches(std::array{lost.deliver.block.references.at(0).digest}));
  lost.batches = {nullptr};
  const Delivery next = ledger_.deliver({ledger_.close({ledger_.put("b")})});
  const auto told = ledger_.commit({lost, next});
  EXPECT_EQ(told.failures.size(), 1U);
  EXPECT_TRUE(told.committed.empty());
  EXPECT_EQ(tip_height(), 0U);
}

TEST_F(CommitPipelineTest, DuplicateIsOrderedAgainAndKeepsItsFirstPlace) {
  const auto tx = ledger_.put("a");
  const auto told = ledger_.commit_blocks({{tx}, {ledger_.put("b"), tx}});
  EXPECT_EQ(told.committed.at(1).results.at(1).status, ledger::TxStatus::Duplicate);
  EXPECT_EQ(location(tx)->height, Height{1});
  EXPECT_EQ(location(tx)->leaf, crypto::LeafIndex{0});
}

TEST_F(CommitPipelineTest, RefusedTransactionHasAPlaceAndAResult) {
  const auto unknown = ledger_.pending(TransactionBuilder{}.jti("a").op("no.such", "{}"));
  const auto told = ledger_.commit_blocks({{unknown}});
  EXPECT_EQ(told.committed.at(0).results.at(0).status, ledger::TxStatus::Refused);
  EXPECT_EQ(location(unknown)->height, Height{1});
}

// Signed for another chain: refused, and not remembered, so that it is no duplicate the next time.
TEST_F(CommitPipelineTest, RefusedTransactionThatStandsTwiceInABlockIsKnownByItsFirstPlace) {
  const auto tx = ledger_.pending(TransactionBuilder{}.jti("a").chain("other-chain"));
  const auto told = ledger_.commit_blocks({{tx, ledger_.put("b"), tx}, {tx}});
  EXPECT_EQ(told.committed.at(0).results.at(2).status, ledger::TxStatus::Refused);
  EXPECT_EQ(location(tx)->height, Height{1});
  EXPECT_EQ(location(tx)->leaf, crypto::LeafIndex{0});
}

TEST_F(CommitPipelineTest, TransactionThatWasRefusedForTheTimeBeingIsKnownByWhereItIsApplied) {
  const auto early = ledger_.pending(TransactionBuilder{}.jti("a").exp(kTooFarAtFirst));
  const auto told = ledger_.commit_blocks({{early}, {early}, {early}});
  EXPECT_EQ(told.committed.at(0).results.at(0).code, ledger::ResultCode::ExpTooFar);
  EXPECT_EQ(told.committed.at(1).results.at(0).status, ledger::TxStatus::Applied);
  EXPECT_EQ(told.committed.at(2).results.at(0).status, ledger::TxStatus::Duplicate);
  EXPECT_EQ(location(early)->height, Height{2});
}

TEST_F(CommitPipelineTest, IndexThatCannotBeReadStopsTheNodeAndNothingMoreIsCommitted) {
  const auto tx = ledger_.pending(TransactionBuilder{}.jti("a").chain("other-chain"));
  std::ignore = ledger_.commit_blocks({{tx}});
  ledger_.reopen();
  damage("tx_index");
  const auto told = ledger_.commit_blocks({{tx}, {ledger_.put("b")}});
  EXPECT_EQ(told.failures.size(), 1U);
  EXPECT_TRUE(told.committed.empty());
  EXPECT_EQ(tip_height(), 1U);
}

TEST_F(CommitPipelineTest, BlockThatIsFinalByALaterOneKeepsNoCertificateOfItsOwn) {
  Delivery first = ledger_.deliver({ledger_.close({ledger_.put("a")})});
  first.deliver.finalizes_directly = false;
  const Delivery second = ledger_.deliver({});
  first.deliver.finalization = second.deliver.finalization;
  std::ignore = ledger_.commit({first, second});
  const LedgerReader reader(ledger_.database());
  EXPECT_FALSE(reader.finalization(Height{1}).has_value());
  EXPECT_TRUE(reader.finalization(Height{2}).has_value());
}

TEST_F(CommitPipelineTest, EmptyBlockIsCommittedAndOrdersNothing) {
  std::ignore = ledger_.commit_blocks({{ledger_.put("a")}});
  const auto told = ledger_.commit({ledger_.deliver({})});
  EXPECT_TRUE(told.ordered.empty());
  EXPECT_EQ(told.committed.size(), 1U);
  const auto position = read_position(ledger_.database());
  ASSERT_TRUE(position.has_value());
  EXPECT_EQ(position->stored.payload_height, Height{1});
  EXPECT_EQ(position->stored.state.log.size(), crypto::TreeSize{1});
}

// By the time of final blocks a transaction expires: nobody is told that its time is over while an
// earlier block, which may hold it, is not committed.
TEST_F(CommitPipelineTest, BlockIsToldAsFinalOnceAllBeforeItAreCommitted) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> told;
  CommitPipeline::Events events;
  events.on_final = [&](const Delivery& block) {
    told.emplace_back(block.deliver.block.header.height.value(), tip_height());
  };
  events.on_ordered = [](const OrderedBlock&) {};
  events.on_executed = [](Height, const consensus::ExecutedRoot&) {};
  events.on_committed = [](const CommittedBlock&) {};
  Metrics metrics("1.2.3");
  StateNeed need;
  CommitPipeline pipeline(
      std::move(*BlockCommitter::open(ledger_.rules(), testing::a_genesis(), ledger_.database())),
      need, metrics, std::move(events));
  for (const char* jti : {"a", "b", "c"}) {
    pipeline.deliver(ledger_.deliver({ledger_.close({ledger_.put(jti)})}));
  }
  pipeline.finish();
  const std::vector<std::pair<std::uint64_t, std::uint64_t>> in_turn{{1, 0}, {2, 1}, {3, 2}};
  EXPECT_EQ(told, in_turn);
}

TEST_F(CommitPipelineTest, GoesOnAfterARestartWhereTheDatabaseEnds) {
  const auto tx = ledger_.put("a");
  std::ignore = ledger_.commit_blocks({{tx, ledger_.put("b")}});
  const auto told = ledger_.commit_blocks({{tx, ledger_.put("c")}});
  EXPECT_EQ(told.committed.at(0).height, 2U);
  EXPECT_EQ(told.committed.at(0).results.at(0).status, ledger::TxStatus::Duplicate)
      << "the replay window is restored";
  EXPECT_EQ(told.committed.at(0).transactions.at(1).leaf, ledger::LeafIndex{3});
}

TEST(CommitPipelineReplay, SameBlocksYieldTheSameRootsWhereverTheyAreInterrupted) {
  ALedger whole;
  ALedger halted;
  const auto blocks = [](ALedger& ledger) {
    return std::vector<std::vector<testing::Pending>>{
        {ledger.put("a"), ledger.put("b")}, {ledger.put("c")}, {ledger.put("a")}};
  };
  const auto at_once = whole.commit_blocks(blocks(whole)).executed;
  std::vector<std::pair<Height, consensus::ExecutedRoot>> in_pieces;
  for (auto& block : blocks(halted)) {
    for (const auto& one : halted.commit_blocks({block}).executed) {
      in_pieces.push_back(one);
    }
  }
  EXPECT_EQ(at_once, in_pieces);
}

TEST(CommitPipelineStart, EmptyDatabaseIsTheBeginning) {
  ALedger ledger;
  const auto position = read_position(ledger.database());
  ASSERT_TRUE(position.has_value());
  EXPECT_EQ(position->stored.payload_height, Height{0});
  EXPECT_EQ(position->tiles.size(), crypto::TreeSize{0});
}

}  // namespace
}  // namespace vitalstream::node
