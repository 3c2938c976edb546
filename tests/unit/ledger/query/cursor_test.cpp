#include "ledger/query/cursor.hpp"

#include <gtest/gtest.h>

namespace vitalstream::ledger {
namespace {

TEST(Cursor, IsReadBack) {
  for (const std::uint64_t position : {std::uint64_t{0}, std::uint64_t{77}, UINT64_MAX}) {
    EXPECT_EQ(*from_cursor(to_cursor(position)), position);
  }
}

TEST(Cursor, RefusesWhatItDidNotMake) {
  for (const char* text : {"", "x", "AQAAAAAAAABN!", "AgAAAAAAAABN", "AQAAAAAAAABNAA"}) {
    const auto position = from_cursor(text);
    ASSERT_FALSE(position.has_value()) << text;
    EXPECT_EQ(position.error(), QueryError::BadCursor);
  }
}

}  // namespace
}  // namespace vitalstream::ledger
