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

TEST(ReplayTableDeathTest, KeepsOneSlotEmpty) {
  ReplayTable table(3, 0);
  table.insert(an_entry(1));
  table.insert(an_entry(2));
  EXPECT_DEATH(table.insert(an_entry(3)), "");
}

}  // namespace
}  // namespace vitalstream::ledger
