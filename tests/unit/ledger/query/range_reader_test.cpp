#include "ledger/query/range_reader.hpp"

#include <gtest/gtest.h>

#include "support/memory_state.hpp"

namespace vitalstream::ledger {
namespace {

std::vector<int> keys_of(const testing::MemoryState& state, ScanOrder order) {
  RangeReader reader(state, {.table = Table::Index, .from = {2}, .to = {9}, .order = order});
  std::vector<int> keys;
  for (auto entry = reader.next(); entry && *entry; entry = reader.next()) {
    keys.push_back((*entry)->key.front());
  }
  return keys;
}

TEST(RangeReader, WalksThroughAllPagesInBothOrders) {
  testing::MemoryState state;
  for (std::uint8_t key = 1; key <= 10; ++key) {
    state.index[Bytes{key}] = Bytes{};
  }
  for (const std::size_t page : {1U, 2U, 3U, 7U, 100U}) {
    state.page_entries = page;
    EXPECT_EQ(keys_of(state, ScanOrder::Ascending), (std::vector<int>{2, 3, 4, 5, 6, 7, 8}));
    EXPECT_EQ(keys_of(state, ScanOrder::Descending), (std::vector<int>{8, 7, 6, 5, 4, 3, 2}));
  }
}

TEST(RangeReader, WhatCannotBeReadIsAnErrorAndNotTheEnd) {
  testing::MemoryState state;
  state.page_entries = 2;
  for (std::uint8_t key = 1; key <= 6; ++key) {
    state.index[Bytes{key}] = Bytes{};
  }
  for (const auto& [fault, error] :
       {std::pair{StateError::Damaged, QueryError::DamagedState},
        std::pair{StateError::Unreadable, QueryError::UnreadableState}}) {
    state.faults[Bytes{5}] = fault;
    RangeReader reader(state, {.table = Table::Index, .from = {2}, .to = {9}});
    EXPECT_EQ((*reader.next())->key, Bytes{2});
    EXPECT_EQ((*reader.next())->key, Bytes{3});
    EXPECT_EQ(reader.next().error(), error);
  }
}

TEST(RangeReader, AnEmptyRangeHasNoEntries) {
  const testing::MemoryState state;
  EXPECT_TRUE(keys_of(state, ScanOrder::Ascending).empty());
}

}  // namespace
}  // namespace vitalstream::ledger
