#include "json/ijson.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "json/limits.hpp"
#include "json/strict_json.hpp"

namespace vitalstream {
namespace {

TEST(IJson, AcceptsEveryKindOfValue) {
  for (const char* text :
       {"{}", "[]", "\"\"", "0", "-0", "-12", "1.5", "2e3", "2E+3", "1.25e-3", "true", "false",
        "null", " { \"a\" : [ 1 , { \"b\" : null } ] } ",
        "\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\"", R"("\"\\\/\b\f\n\r\t\u00e4\ud83d\ude00")"}) {
    EXPECT_TRUE(is_ijson(text)) << text;
  }
}

TEST(IJson, RefusesWhatIsNoJson) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "}",
                           "[1,]",
                           "{\"a\":1,}",
                           "{,}",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{a:1}",
                           "[1 2]",
                           "01",
                           "1.",
                           ".5",
                           "+1",
                           "1e",
                           "1e+",
                           "-",
                           "tru",
                           "nul",
                           "\"",
                           "\"\\x\"",
                           "\"\\u12\"",
                           "\"\x01\"",
                           "1 2",
                           "{}x",
                           "'a'",
                           "[1]]",
                           "NaN",
                           "Infinity",
                           "\xEF\xBB\xBF{}"}) {
    EXPECT_FALSE(is_ijson(text)) << text;
  }
}

TEST(IJson, RefusesEqualNamesHoweverTheyAreWritten) {
  EXPECT_FALSE(is_ijson(R"({"a":1,"a":2})"));
  EXPECT_FALSE(is_ijson(R"({"a":1,"\u0061":2})"));
  EXPECT_FALSE(is_ijson(R"({"x":{"\u0062":1,"b":{}}})"));
  EXPECT_FALSE(is_ijson(R"({"\u0061":1,"\u0061":2})"));
  EXPECT_TRUE(is_ijson(R"({"a":1,"b":{"a":2},"c":[{"a":1},{"a":1}]})"));
}

TEST(IJson, FindsEqualNamesAmongMany) {
  std::string text = "{";
  for (int i = 0; i < 40; ++i) {
    text += "\"n" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  }
  EXPECT_TRUE(is_ijson(text + "\"last\":0}"));
  EXPECT_FALSE(is_ijson(text + "\"n7\":0}"));
}

TEST(IJson, BoundsTheDepth) {
  const std::string open(kJsonDepthMax, '[');
  const std::string close(kJsonDepthMax, ']');
  EXPECT_TRUE(is_ijson(open + close));
  EXPECT_FALSE(is_ijson("[" + open + close + "]"));
  EXPECT_FALSE(is_ijson("{\"a\":" + open + close + "}"));
}

TEST(IJson, BoundsIntegersAtWhatEveryLibraryKeeps) {
  EXPECT_TRUE(is_ijson("9007199254740991"));
  EXPECT_TRUE(is_ijson("-9007199254740991"));
  EXPECT_FALSE(is_ijson("9007199254740992"));
  EXPECT_FALSE(is_ijson("-9007199254740992"));
  EXPECT_FALSE(is_ijson("99999999999999999999"));
}

TEST(IJson, BoundsNumbersByTheirDecimalExponent) {
  EXPECT_TRUE(is_ijson("9.99e307"));
  EXPECT_FALSE(is_ijson("1e308"));
  EXPECT_FALSE(is_ijson("1e400"));
  EXPECT_FALSE(is_ijson("10e307"));
  EXPECT_FALSE(is_ijson("1e99999999999999999999"));
  EXPECT_TRUE(is_ijson("1e-400"));
}

TEST(IJson, RefusesTextThatIsNotUtf8) {
  for (const char* text :
       {"\"\x80\"", "\"\xC0\x80\"", "\"\xC1\xBF\"", "\"\xE0\x80\x80\"", "\"\xF0\x80\x80\x80\"",
        "\"\xF5\x80\x80\x80\"", "\"\xE2\x82\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\""}) {
    EXPECT_FALSE(is_ijson(text));
  }
}

TEST(IJson, RefusesSurrogatesAndNoncharacters) {
  for (const char* text : {R"("\ud800")", R"("\udc00")", R"("\ud800\u0041")", R"("\ufffe")",
                           R"("\uffff")", R"("\ufdd0")", R"("\ud83f\udffe")", "\"\xEF\xBF\xBE\"",
                           "\"\xEF\xB7\x90\"", "\"\xF0\x9F\xBF\xBF\""}) {
    EXPECT_FALSE(is_ijson(text)) << text;
  }
}

// Two readers of JSON serve different ends (this one decides about batches and builds nothing); on
// texts without huge exponents they must agree.
TEST(IJson, AgreesWithTheStrictReaderOnMutatedTexts) {
  const std::string seed = R"({"chain":"c-1","jti":"x\u00e4","exp":12,"op":"o",)"
                           R"("data":{"a":[1,-2.5,{"b":null}],"é":true}})";
  std::mt19937 random(7);  // the seed of this test's history
  const std::string_view alphabet = "{}[]\",:\\u0123456789abtrefalsn-+. \xC3\xA9\x80";
  for (int round = 0; round < 20'000; ++round) {
    std::string text = seed;
    for (unsigned i = 0; i < 1 + random() % 3; ++i) {
      const std::size_t at = random() % text.size();
      const char c = alphabet[random() % alphabet.size()];
      switch (random() % 3) {
        case 0:
          text[at] = c;
          break;
        case 1:
          text.erase(at, 1 + random() % 4);
          break;
        default:
          text.insert(at, 1, c);
          break;
      }
      if (text.empty()) {
        text = seed;
      }
    }
    const bool strict =
        parse_strict_json(text, {.bytes_max = 4096, .depth_max = kJsonDepthMax}).has_value();
    ASSERT_EQ(is_ijson(text), strict) << text;
  }
}

}  // namespace
}  // namespace vitalstream
