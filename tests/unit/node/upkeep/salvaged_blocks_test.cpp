// From a damaged ledger: everything up to the last certificate that can be reached, and not one
// block more.
#include "node/upkeep/salvaged_blocks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/upkeep/block_replay.hpp"
#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;
using testing::ALedger;
using ::testing::HasSubstr;

class SalvagedBlocksTest : public ::testing::Test {
 protected:
  SalvagedBlocks salvage(const std::optional<storage::Tip>& after = {}) {
    return SalvagedBlocks(genesis_, ledger_.database(), after);
  }
  std::vector<Height> heights(std::vector<Delivery> group) {
    std::vector<Height> found;
    for (const Delivery& one : group) {
      found.push_back(one.deliver.block.header.height);
    }
    return found;
  }

  ALedger ledger_;
  LoadedGenesis genesis_ = testing::a_loaded_genesis(ledger_.member());
};

TEST_F(SalvagedBlocksTest, ASoundLedgerComesBackWholeWithItsBatchesAndContent) {
  std::ignore = ledger_.commit_blocks({{ledger_.put("a", Bytes(90, 5))}, {ledger_.put("b")}});
  auto blocks = salvage();
  EXPECT_EQ(blocks.end(), Height{2});
  const auto first = blocks.next_group();
  ASSERT_EQ(first.size(), 1U);
  EXPECT_TRUE(first[0].deliver.finalizes_directly);
  ASSERT_EQ(first[0].batches.size(), 1U);
  EXPECT_FALSE(first[0].batches[0]->attachments.empty());
  EXPECT_EQ(heights(blocks.next_group()), std::vector{Height{2}});
  EXPECT_TRUE(blocks.next_group().empty());
  EXPECT_EQ(blocks.obstacle(), "");
}

TEST_F(SalvagedBlocksTest, BlocksWithoutACertificateOfTheirOwnComeWithTheOneThatMakesThemFinal) {
  Delivery first = ledger_.deliver({ledger_.close({ledger_.put("a")})});
  first.deliver.finalizes_directly = false;
  Delivery second = ledger_.deliver({});
  Delivery third = ledger_.deliver({});
  third.deliver.finalizes_directly = false;
  std::ignore = ledger_.commit({first, second, third});
  auto blocks = salvage();
  const auto group = blocks.next_group();
  ASSERT_EQ(group.size(), 2U);
  EXPECT_FALSE(group[0].deliver.finalizes_directly);
  EXPECT_EQ(group[0].deliver.finalization, second.deliver.finalization);
  EXPECT_TRUE(blocks.next_group().empty()) << "nobody has signed that the third is final";
  EXPECT_THAT(blocks.obstacle(), HasSubstr("block 3: no certificate"));
}

TEST_F(SalvagedBlocksTest, AHoleEndsItAndIsNamed) {
  const VerifiedIntake lost = ledger_.close({ledger_.put("b")});
  std::ignore = ledger_.commit({ledger_.deliver({}), ledger_.deliver({lost}), ledger_.deliver({})});
  ASSERT_TRUE(ledger_.database().remove_batches(std::array{lost.verified.digest}));
  auto blocks = salvage();
  EXPECT_EQ(heights(blocks.next_group()), std::vector{Height{1}});
  EXPECT_TRUE(blocks.next_group().empty());
  EXPECT_THAT(blocks.obstacle(), HasSubstr("block 2: one of its batches cannot be read"));
}

TEST_F(SalvagedBlocksTest, ItGoesOnOnlyFromABlockOfTheSameChain) {
  std::ignore = ledger_.commit({ledger_.deliver({}), ledger_.deliver({})});
  const auto first = ledger_.database().latest().block(Height{1});
  auto blocks = salvage(storage::Tip{Height{1}, (*first)->digest});
  EXPECT_EQ(heights(blocks.next_group()), std::vector{Height{2}});
  auto others = salvage(storage::Tip{Height{1}, {}});
  EXPECT_TRUE(others.next_group().empty());
  EXPECT_THAT(others.obstacle(), HasSubstr("does not extend"));
}

TEST_F(SalvagedBlocksTest, AContentThatWasErasedHoldsNothingUp) {
  const VerifiedIntake closed = ledger_.close({ledger_.put("a", Bytes(90, 5))});
  std::ignore = ledger_.commit({ledger_.deliver({closed})});
  ASSERT_TRUE(ledger_.database().remove_batches(std::array{closed.verified.digest}));
  ASSERT_TRUE(ledger_.database().put_batch({closed.verified.digest, closed.cached->stored, {}}));
  const auto group = salvage().next_group();
  ASSERT_EQ(group.size(), 1U);
  EXPECT_TRUE(group[0].batches[0]->attachments.empty());
}

// Executed again into an empty database, it has the same results.
TEST_F(SalvagedBlocksTest, ReplayedItIsTheSameLedger) {
  std::ignore = ledger_.commit_blocks(
      {{ledger_.put("a", Bytes(90, 5)), ledger_.put("b")}, {ledger_.put("c")}, {ledger_.put("d")}});
  ALedger other;
  const auto replay = BlockReplay::open(genesis_, other.database());
  ASSERT_TRUE(replay);
  auto blocks = salvage();
  for (auto group = blocks.next_group(); !group.empty(); group = blocks.next_group()) {
    for (Delivery& block : group) {
      ASSERT_TRUE((*replay)->replay(std::move(block)));
    }
  }
  const storage::ReadView before = ledger_.database().latest();
  const storage::ReadView after = other.database().latest();
  ASSERT_TRUE(*after.tip());
  EXPECT_EQ((*after.tip())->height, Height{3});
  for (Height height{1}; height <= Height{3}; height = next(height)) {
    EXPECT_EQ((*after.executed(height))->executed_root, (*before.executed(height))->executed_root);
    EXPECT_EQ(**after.results(height), **before.results(height));
    EXPECT_EQ(**after.finalization(height), **before.finalization(height));
  }
  const auto batches = before.batches_of(Height{1});
  EXPECT_EQ(other.database().attachments().read_all((**batches)[0].digest)->size(), 1U);
  EXPECT_TRUE(after.pending_batches()->empty());
}

// A header that says otherwise was signed over another execution than this program's.
TEST_F(SalvagedBlocksTest, AResultThatIsNotWhatTheValidatorsSignedStopsTheReplay) {
  Delivery wrong = ledger_.deliver({});
  wrong.deliver.block.header.executed_root = consensus::ExecutedRoot{};
  ALedger other;
  const auto replay = BlockReplay::open(genesis_, other.database());
  const auto refused = (*replay)->replay(std::move(wrong));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().reason, HasSubstr("has another result"));
}

}  // namespace
}  // namespace vitalstream::node
