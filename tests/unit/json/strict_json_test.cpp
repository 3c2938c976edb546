#include "json/strict_json.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <string>

#include "json/limits.hpp"

namespace vitalstream {
namespace {

constexpr JsonLimits kLimits{.bytes_max = 8192, .depth_max = 32};

// The refusal of a text, or nothing if it was accepted.
std::optional<JsonError> refusal_of(std::string_view text) {
  const auto value = parse_strict_json(text, kLimits);
  return value.has_error() ? std::optional(value.error()) : std::nullopt;
}

void expect_accepted(std::string_view text) { EXPECT_EQ(refusal_of(text), std::nullopt) << text; }
void expect_refused(std::string_view text, JsonError error) {
  EXPECT_EQ(refusal_of(text), error) << text;
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(StrictJson, ReadsEveryKindOfValue) {
  const auto value =
      parse_strict_json(R"( {"a":[1,-2,3.5,true,false,null,"x\u00e9"],"b":{},"":""} )", kLimits);
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(boost::json::serialize(*value),
            "{\"a\":[1,-2,3.5E0,true,false,null,\"x\xC3\xA9\"],\"b\":{},\"\":\"\"}");
}

TEST(StrictJson, RefusesTheSecondOfTwoEqualNamesAnywhere) {
  expect_refused(R"({"a":1,"a":1})", JsonError::DuplicateName);
  expect_refused(R"({"a":1,"\u0061":2})", JsonError::DuplicateName);
  expect_refused(R"([{"x":{"a":1,"b":2,"a":3}}])", JsonError::DuplicateName);
  expect_refused(R"({"a":{"b":1},"a":{"c":1}})", JsonError::DuplicateName);
  expect_refused(R"({"":1,"":2})", JsonError::DuplicateName);
  expect_accepted(R"({"a":{"a":{"a":1}},"A":1})");
}

TEST(StrictJson, RefusesADuplicateAmongManyNames) {
  std::string text = "{";
  for (int i = 0; i < 200; ++i) {
    text += "\"n" + std::to_string(i) + "\":0,";
  }
  expect_accepted(text + "\"last\":0}");
  expect_refused(text + "\"n7\":0}", JsonError::DuplicateName);
}

std::string object_of(std::size_t names) {
  std::string text = "{";
  for (std::size_t i = 0; i < names; ++i) {
    text += (i == 0 ? "\"n" : ",\"n") + std::to_string(i) + "\":0";
  }
  return text + "}";
}

TEST(StrictJson, OneObjectHoldsALimitedNumberOfNames) {
  expect_accepted(object_of(kJsonNamesMax));
  expect_accepted("[" + object_of(kJsonNamesMax) + "," + object_of(kJsonNamesMax / 2) + "]");
  expect_refused(object_of(kJsonNamesMax + 1), JsonError::TooManyNames);
}

TEST(StrictJson, IntegersReachTo2To53Minus1) {
  expect_accepted("9007199254740991");
  expect_accepted("-9007199254740991");
  for (const char* text :
       {"9007199254740992", "-9007199254740992", "9223372036854775807", "9223372036854775808",
        "18446744073709551615", "18446744073709551616", "-9223372036854775809",
        "100000000000000000000000000000000000000000000000000"}) {
    expect_refused(text, JsonError::IntegerOutOfRange);
  }
}

TEST(StrictJson, RefusesNumbersThatAreNotFinite) {
  expect_accepted("1e308");
  expect_accepted("-1.5E-300");
  expect_refused("1e400", JsonError::NumberNotFinite);
  expect_refused("-1e400", JsonError::NumberNotFinite);
  expect_refused("[123456789.0e308]", JsonError::NumberNotFinite);
}

TEST(StrictJson, RefusesWhatIsNoJson) {
  for (const char* text :
       {"",        " ",     "{",   "}",      "[1,]",    "{\"a\":1,}", "{a:1}",          "'a'",
        "01",      "+1",    "1.",  ".5",     "1e",      "NaN",        "Infinity",       "-Infinity",
        "// c\n1", "/**/1", "nul", "\"\t\"", "\"\\x\"", "\"a",        "\xEF\xBB\xBF{}", "{\"a\" 1}",
        "1 2",     "{}{}",  "{}x", "[1] ]"}) {
    expect_refused(text, JsonError::Malformed);
  }
  expect_refused(std::string_view("1\0", 2), JsonError::Malformed);
}

TEST(StrictJson, RefusesTextThatIsNotUtf8) {
  for (const char* text : {"\"\xFF\"", "\"\xC0\x80\"", "\"\xED\xA0\x80\"", "\"\xE2\x82\"",
                           "\"\xF4\x90\x80\x80\"", "\"\x80\"", "{\"\xC3\":1}"}) {
    expect_refused(text, JsonError::Malformed);
  }
}

TEST(StrictJson, RefusesLoneSurrogates) {
  expect_accepted(R"("\ud83d\ude00")");
  for (const char* text : {R"("\ud800")", R"("\udc00")", R"("\ud800x")", R"("\ud800\ud800")"}) {
    expect_refused(text, JsonError::Malformed);
  }
}

TEST(StrictJson, RefusesNoncharactersEscapedOrNot) {
  for (const char* text :
       {R"("\uffff")", R"("\ufffe")", R"("\ufdd0")", R"("\ufdef")", R"("\ud83f\udffe")",
        R"({"\uffff":1})", "\"\xEF\xBF\xBF\"", "\"a\xF4\x8F\xBF\xBE\"", R"(["\udbff\udfff"])"}) {
    expect_refused(text, JsonError::Noncharacter);
  }
  for (const char* text : {R"("\ufdcf")", R"("\ufdf0")", R"("\ufffd")", R"("\ud83f\udffd")",
                           "\"\xEF\xBF\xBD\"", R"("\ufeff")"}) {
    expect_accepted(text);
  }
}

TEST(StrictJson, RefusesBeyondItsDepthAndItsLength) {
  expect_accepted(nested(32));
  expect_refused(nested(33), JsonError::TooDeep);
  expect_refused(std::string(4000, '['), JsonError::TooDeep);
  expect_accepted('"' + std::string(4094, 'x') + '"');
  expect_refused('"' + std::string(8191, 'x') + '"', JsonError::TooLong);
}

}  // namespace
}  // namespace vitalstream
