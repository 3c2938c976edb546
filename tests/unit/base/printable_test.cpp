#include "base/printable.hpp"

#include <gtest/gtest.h>

namespace vitalstream {
namespace {

TEST(Printable, LeavesTextOfAllLanguagesAsItIs) {
  for (const char* text :
       {"", "The receipt is valid.", "Käse ≤ 3 % \\ \"x\"", "日本", "\xC2\xA0"}) {
    EXPECT_EQ(printable(text, LineEnds::Show), text);
  }
}

TEST(Printable, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(printable("\r\x1B[2Kvalid\x7F\a", LineEnds::Keep),
            "\\u000d\\u001b[2Kvalid\\u007f\\u0007");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m",
                      LineEnds::Keep),
            "\\u009b31m")
      << "CSI in one character";
  EXPECT_EQ(printable(std::string_view("a\0b", 3), LineEnds::Keep), "a\\u0000b");
}

TEST(Printable, KeepsLineEndsOnlyWhereTheyAreOurOwn) {
  EXPECT_EQ(printable("one\ntwo", LineEnds::Keep), "one\ntwo");
  EXPECT_EQ(printable("one\nresult: ok", LineEnds::Show), "one\\u000aresult: ok");
}

TEST(Printable, ACutCharacterAtTheEndIsNoReadBeyondIt) {
  EXPECT_EQ(printable("\xC2", LineEnds::Show), "\xC2");
}

}  // namespace
}  // namespace vitalstream
