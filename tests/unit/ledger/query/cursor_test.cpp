#include "ledger/query/cursor.hpp"

#include <gtest/gtest.h>

namespace vitalstream::ledger {
namespace {

constexpr Hash32 kQuery{1, 2, 3};

TEST(Cursor, IsReadBack) {
  for (const std::uint64_t position : {std::uint64_t{0}, std::uint64_t{77}, UINT64_MAX}) {
    EXPECT_EQ(*from_cursor(kQuery, to_cursor(kQuery, position)), position);
  }
}

TEST(Cursor, BelongsToItsQuery) {
  for (const Hash32& other : {Hash32{}, Hash32{1, 2, 4}, Hash32{1, 2, 3, 0, 0, 0, 0, 1}}) {
    const auto position = from_cursor(other, to_cursor(kQuery, 77));
    ASSERT_FALSE(position.has_value());
    EXPECT_EQ(position.error(), QueryError::BadCursor);
  }
}

TEST(Cursor, AQueryIsAllThatMakesItsList) {
  const GenesisHash chain{Hash32{7}};
  const Hash32 query = digest_of_query(chain, "list", {"a", "", "b"});
  EXPECT_EQ(digest_of_query(chain, "list", {"a", "", "b"}), query);
  EXPECT_NE(digest_of_query(GenesisHash{Hash32{8}}, "list", {"a", "", "b"}), query);
  EXPECT_NE(digest_of_query(chain, "other", {"a", "", "b"}), query);
  EXPECT_NE(digest_of_query(chain, "list", {"a", "b", ""}), query);
  EXPECT_NE(digest_of_query(chain, "list", {"ab", "", ""}), query);
  EXPECT_NE(digest_of_query(chain, "list", {"a", "", "b", ""}), query);
}

TEST(Cursor, RefusesWhatItDidNotMake) {
  const std::string good = to_cursor(kQuery, 77);
  for (const std::string& text :
       {std::string(), std::string("x"), std::string("77"), good + "!", good + "AA",
        good.substr(0, good.size() - 2), "B" + good.substr(1)}) {
    const auto position = from_cursor(kQuery, text);
    ASSERT_FALSE(position.has_value()) << text;
    EXPECT_EQ(position.error(), QueryError::BadCursor);
  }
}

}  // namespace
}  // namespace vitalstream::ledger
