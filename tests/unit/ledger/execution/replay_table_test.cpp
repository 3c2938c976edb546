#include "ledger/execution/replay_table.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/transaction_builder.hpp"

namespace vitalstream::ledger {
namespace {

ReplayEntry an_entry(std::uint32_t number, std::uint32_t exp_s = 1'000) {
  return {make_replay_key(testing::a_key(1).id, std::to_string(number), TxId{}), exp_s};
}

TEST(ReplayTable, FindsEverythingThatWasInsertedAndNothingElse) {
  ReplayTable table(1'000, 42);
  for (std::uint32_t i = 0; i < 900; ++i) {
    table.insert(an_entry(i, i + 1));
  }
  EXPECT_EQ(table.used(), 900U);
  for (std::uint32_t i = 0; i < 900; ++i) {
    const ReplayEntry* found = table.find(an_entry(i).key);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->exp_s, i + 1);
  }
  EXPECT_EQ(table.find(an_entry(900).key), nullptr);
}

TEST(ReplayTable, ReplacesAnEntryWithTheSameKeyAndJti) {
  ReplayTable table(10, 0);
  table.insert(an_entry(1, 5));
  table.insert(an_entry(1, 6));
  EXPECT_EQ(table.used(), 1U);
  EXPECT_EQ(table.find(an_entry(1).key)->exp_s, 6U);
}

// Through wrapped clusters and holes: a full table, of which some expire at every second.
TEST(ReplayTable, ARoundOfTheSweepRemovesWhatHasExpiredAndNothingElse) {
  constexpr std::size_t kCapacity = 200;
  constexpr std::uint32_t kLifetimeS = 170;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    ReplayTable table(kCapacity, seed);
    for (std::uint32_t second = 1; second < 1'000; ++second) {
      table.insert(an_entry(second, second + kLifetimeS));
      table.sweep(kCapacity, second);
      const std::uint32_t oldest = second > kLifetimeS ? second - kLifetimeS + 1 : 1;
      ASSERT_EQ(table.used(), second - oldest + 1) << "seed " << seed;
      for (std::uint32_t number = oldest; number <= second; ++number) {
        ASSERT_NE(table.find(an_entry(number).key), nullptr) << number << ", seed " << seed;
      }
      ASSERT_EQ(table.find(an_entry(oldest - 1).key), nullptr);
    }
  }
}

TEST(ReplayTable, ASweepGoesOnWhereItEnded) {
  ReplayTable table(100, 3);
  for (std::uint32_t i = 0; i < 80; ++i) {
    table.insert(an_entry(i, 10));
  }
  table.sweep(50, 9);
  EXPECT_EQ(table.used(), 80U) << "they live still";
  table.sweep(50, 10);
  EXPECT_GT(table.used(), 20U);
  EXPECT_LT(table.used(), 60U);
  table.sweep(50, 10);
  EXPECT_EQ(table.used(), 0U);
}

TEST(ReplayTableDeathTest, KeepsOneSlotEmpty) {
  ReplayTable table(3, 0);
  table.insert(an_entry(1));
  table.insert(an_entry(2));
  EXPECT_DEATH(table.insert(an_entry(3)), "");
}

}  // namespace
}  // namespace vitalstream::ledger
