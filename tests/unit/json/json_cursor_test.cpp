#include "json/json_cursor.hpp"

#include <gtest/gtest.h>

namespace vitalstream {
namespace {

TEST(JsonCursor, WalksThroughAnObject) {
  const std::string_view text = R"( {"a":"x", "b":[1, 2,"y"],"c":{"d":[]} ,"e":null} )";
  TextArena arena(text.size());
  JsonCursor cursor(text, arena);
  ASSERT_EQ(cursor.kind(), JsonKind::Object);
  cursor.enter();
  EXPECT_EQ(cursor.next_name(), "a");
  EXPECT_EQ(cursor.string(), "x");
  EXPECT_EQ(cursor.next_name(), "b");
  cursor.enter();
  ASSERT_TRUE(cursor.next_element());
  EXPECT_EQ(cursor.natural(), 1);
  ASSERT_TRUE(cursor.next_element());
  EXPECT_EQ(cursor.natural(), 2);
  ASSERT_TRUE(cursor.next_element());
  EXPECT_EQ(cursor.string(), "y");
  EXPECT_FALSE(cursor.next_element());
  EXPECT_EQ(cursor.next_name(), "c");
  EXPECT_EQ(cursor.skip(), R"({"d":[]})");
  EXPECT_EQ(cursor.next_name(), "e");
  EXPECT_EQ(cursor.kind(), JsonKind::Literal);
  EXPECT_EQ(cursor.skip(), "null");
  EXPECT_EQ(cursor.next_name(), std::nullopt);
  EXPECT_EQ(cursor.kind(), JsonKind::End);
}

TEST(JsonCursor, ViewsPlainStringsAndDecodesEscapedOnes) {
  const std::string_view text = R"(["plain","a\/b","\u00e4"])";
  TextArena arena(text.size());
  JsonCursor cursor(text, arena);
  cursor.enter();
  ASSERT_TRUE(cursor.next_element());
  EXPECT_EQ(cursor.string()->data(), text.data() + 2);
  ASSERT_TRUE(cursor.next_element());
  const auto first = cursor.string();
  ASSERT_TRUE(cursor.next_element());
  EXPECT_EQ(cursor.string(), "\xC3\xA4");
  EXPECT_EQ(first, "a/b");
}

TEST(JsonCursor, TakesOnlyNaturalNumbers) {
  const std::string_view text = R"([0,9007199254740991,-1,1.0,1e2,"1",12345678901234567])";
  TextArena arena(text.size());
  JsonCursor cursor(text, arena);
  cursor.enter();
  ASSERT_TRUE(cursor.next_element());
  EXPECT_EQ(cursor.natural(), 0);
  ASSERT_TRUE(cursor.next_element());
  EXPECT_EQ(cursor.natural(), 9'007'199'254'740'991);
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(cursor.next_element());
    EXPECT_EQ(cursor.natural(), std::nullopt);
  }
  EXPECT_FALSE(cursor.next_element());
}

TEST(JsonCursor, ConsumesAValueOfAnotherKind) {
  const std::string_view text = R"([{"a":"]"},"x"])";
  TextArena arena(text.size());
  JsonCursor cursor(text, arena);
  cursor.enter();
  ASSERT_TRUE(cursor.next_element());
  EXPECT_EQ(cursor.string(), std::nullopt);
  ASSERT_TRUE(cursor.next_element());
  EXPECT_EQ(cursor.string(), "x");
}

TEST(JsonCursor, NeverReadsOutsideATextThatNobodyChecked) {
  for (const std::string_view text :
       {"{", "[", "\"", "\"\\", "{\"a", "{\"a\"", "{\"a\":", "[1,", "["}) {
    TextArena arena(text.size());
    JsonCursor cursor(text, arena);
    cursor.enter();
    for (int i = 0; i < 4; ++i) {
      static_cast<void>(cursor.next_name());
      static_cast<void>(cursor.skip());
      static_cast<void>(cursor.next_element());
    }
    EXPECT_EQ(cursor.kind(), JsonKind::End);
  }
}

TEST(JsonCursor, SkipsValuesAsTheyWereWritten) {
  TextArena arena(0);
  JsonCursor cursor(R"( [ 1.50 , "a\"],b" ,{"x":[1,{"y":"}"}]}, [[],"]"] ,null,-0, -2.5E-7])",
                    arena);
  cursor.enter();
  for (const char* expected :
       {"1.50", R"("a\"],b")", R"({"x":[1,{"y":"}"}]})", R"([[],"]"])", "null", "-0", "-2.5E-7"}) {
    ASSERT_TRUE(cursor.next_element());
    EXPECT_EQ(cursor.skip(), expected);
  }
  EXPECT_FALSE(cursor.next_element());
}

}  // namespace
}  // namespace vitalstream
