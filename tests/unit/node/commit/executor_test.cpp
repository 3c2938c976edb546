// E1: what a block does to the state follows from the blocks before it and nothing else.
#include "node/commit/executor.hpp"

#include <gtest/gtest.h>

#include "base/assert.hpp"
#include "consensus/types/codec.hpp"
#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;
using ledger::TxStatus;

class ExecutorTest : public ::testing::Test {
 protected:
  Result<std::unique_ptr<Executor>, SetupFailure> open(
      const GenesisHash& genesis = testing::a_genesis()) {
    return Executor::open(ledger_.rules(), genesis, ledger_.database());
  }
  std::unique_ptr<Executor> an_executor(const GenesisHash& genesis = testing::a_genesis()) {
    auto opened = open(genesis);
    EXPECT_TRUE(opened.has_value());
    return std::move(*opened);
  }
  ledger::BlockOutcome execute(Executor& executor, const Delivery& block,
                               std::uint64_t first_leaf = 0) {
    auto outcome = executor.execute(ledger_.database().latest(),
                                    {block.deliver.block.header, first_leaf, block.batches});
    VS_ASSERT(outcome.has_value());
    return std::move(*outcome);
  }
  // A first block as a damaged database has it.
  struct Damaged {
    Bytes block;
    Bytes window;
  };
  void write(const Damaged& damaged) {
    storage::CommitBatch commit =
        ledger_.database().begin_commit({Height{1}, consensus::BlockDigest{}});
    commit.set_block(damaged.block);
    commit.set_batches({});
    commit.set_results({});
    commit.set_executed({});
    commit.put_window(damaged.window);
    ASSERT_TRUE(ledger_.database().commit(std::move(commit)));
  }
  [[nodiscard]] Bytes an_encoded_block() {
    ByteWriter writer;
    consensus::write_block(writer, ledger_.deliver({}).deliver.block);
    return writer.take();
  }

  testing::ALedger ledger_;
};

TEST_F(ExecutorTest, BeginsAtTheRootOfItsGenesis) {
  Hash32 bytes{};
  bytes.fill(0x98);
  const GenesisHash other{bytes};
  EXPECT_NE(Executor::genesis_root(testing::a_genesis()), Executor::genesis_root(other));
  const Delivery block = ledger_.deliver({});
  EXPECT_NE(execute(*an_executor(), block).executed_root,
            execute(*an_executor(other), block).executed_root);
}

TEST_F(ExecutorTest, YieldsTheSameEachTimeAndWritesNothing) {
  const Delivery block = ledger_.deliver({ledger_.close({ledger_.put("a"), ledger_.put("b")})});
  const auto first = execute(*an_executor(), block);
  const auto second = execute(*an_executor(), block);
  EXPECT_EQ(first.executed_root, second.executed_root);
  ASSERT_EQ(first.results.size(), 2U);
  EXPECT_EQ(first.results, second.results);
  EXPECT_EQ(first.results.front().status, TxStatus::Applied);
  EXPECT_FALSE(ledger_.database().tip().has_value());
}

TEST_F(ExecutorTest, ExecutesTheBatchesOfABlockInTheirOrder) {
  const Delivery block =
      ledger_.deliver({ledger_.close({ledger_.put("a")}), ledger_.close({ledger_.put("a")})});
  const auto outcome = execute(*an_executor(), block);
  ASSERT_EQ(outcome.results.size(), 2U);
  EXPECT_EQ(outcome.results[0].status, TxStatus::Applied);
  EXPECT_EQ(outcome.results[1].status, TxStatus::Duplicate);
}

TEST_F(ExecutorTest, GoesOnAfterTheNewestBlockWithTheMemoryOfTheReplayWindow) {
  const auto before = ledger_.commit_blocks({{ledger_.put("a")}, {ledger_.put("b")}});
  const Delivery block = ledger_.deliver({ledger_.close({ledger_.put("a"), ledger_.put("c")})});
  const auto outcome = execute(*an_executor(), block, 2);
  ASSERT_EQ(outcome.results.size(), 2U);
  EXPECT_EQ(outcome.results[0].status, TxStatus::Duplicate);
  EXPECT_EQ(outcome.results[1].status, TxStatus::Applied);
  EXPECT_EQ(ledger_.commit({block}).executed.back().second.value(), outcome.executed_root.value())
      << "as the pipeline finds";
  EXPECT_NE(before.executed.back().second.value(), outcome.executed_root.value());
}

TEST_F(ExecutorTest, ABlockOutOfOrderIsABug) {
  std::ignore = ledger_.deliver({});
  const Delivery second = ledger_.deliver({});
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(std::ignore = execute(*an_executor(), second), "height");
}

TEST_F(ExecutorTest, ABlockThatCannotBeReadIsNoBeginning) {
  write({Bytes{1, 2, 3}, {}});
  ASSERT_FALSE(open().has_value());
}

TEST_F(ExecutorTest, AReplayWindowThatCannotBeReadIsRefused) {
  write({an_encoded_block(), Bytes{1, 2, 3}});
  const auto opened = open();
  ASSERT_FALSE(opened.has_value());
  EXPECT_NE(opened.error().reason.find("replay window"), std::string::npos);
}

}  // namespace
}  // namespace vitalstream::node
