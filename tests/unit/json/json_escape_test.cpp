#include "json/json_escape.hpp"

#include <gtest/gtest.h>

#include <string>

namespace vitalstream {
namespace {

std::string decoded(std::string_view inside) {
  std::string out(inside.size(), '\0');
  out.resize(unescape(inside, out.data()));
  return out;
}

TEST(JsonEscape, DecodesEveryEscape) {
  EXPECT_EQ(decoded(R"(a\"\\\/b)"), "a\"\\/b");
  EXPECT_EQ(decoded(R"(\b\f\n\r\t)"), "\b\f\n\r\t");
  EXPECT_EQ(decoded(R"(\u0041\u00e4\u20AC\ud83d\ude00)"), "A\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
  EXPECT_EQ(decoded(R"(\u0000)"), std::string(1, '\0'));
}

TEST(JsonEscape, MeasuresAPairOfSurrogatesAsOne) {
  EXPECT_EQ(escape_length(R"(\ud83d\ude00rest)"), 12U);
  EXPECT_EQ(escape_length(R"(\u0041rest)"), 6U);
  EXPECT_EQ(escape_length(R"(\nrest)"), 2U);
}

TEST(JsonEscape, RefusesWhatIsNoEscape) {
  for (const char* text : {"\\", "\\x", "\\u", "\\u12", "\\u123g", R"(\ud83d)", R"(\ud83dx)",
                           R"(\ud83d\u0041)", R"(\ude00)", R"(\ufffe)", R"(\ufdef)"}) {
    EXPECT_EQ(escape_length(text), 0U) << text;
  }
}

}  // namespace
}  // namespace vitalstream
