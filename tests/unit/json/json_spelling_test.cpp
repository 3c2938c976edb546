#include "json/json_spelling.hpp"

#include <gtest/gtest.h>

namespace vitalstream {
namespace {

TEST(JsonSpelling, FindsElementsAsTheyWereWritten) {
  JsonSpelling spelling(R"( [ 1.50 , "a\"],b" ,{"x":[1,{"y":"}"}]}, [[],"]"] ,null,-0])");
  spelling.enter();
  for (const char* expected :
       {"1.50", R"("a\"],b")", R"({"x":[1,{"y":"}"}]})", R"([[],"]"])", "null", "-0"}) {
    EXPECT_EQ(spelling.next_value(), expected);
  }
  EXPECT_EQ(spelling.next_value(), "");
}

TEST(JsonSpelling, FindsMembersWhateverTheirNamesAre) {
  JsonSpelling spelling(R"({"a\\":1, "b\"\\\"" : {"id":2} ,"\u0069d":1e3})");
  spelling.enter();
  EXPECT_EQ(spelling.next_member(), "1");
  EXPECT_EQ(spelling.next_member(), R"({"id":2})");
  EXPECT_EQ(spelling.next_member(), "1e3");
}

TEST(JsonSpelling, StaysWithinATextThatNobodyChecked) {
  for (const char* text : {"", "[", "{", "\"", "\"\\", "[\"\\", "{\"a", "{\"a\":", "[[", "]"}) {
    JsonSpelling spelling(text);
    spelling.enter();
    EXPECT_LE(spelling.next_member().size() + spelling.next_value().size(), 4U) << text;
  }
}

}  // namespace
}  // namespace vitalstream
