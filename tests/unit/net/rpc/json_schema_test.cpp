#include "net/rpc/json_schema.hpp"

#include <gtest/gtest.h>

#include <array>
#include <boost/json/parse.hpp>

#include "net/rpc/unix_ms.hpp"

namespace vitalstream::net {
namespace {

constexpr JsonSchema kShort = text_of(1, 3);
constexpr JsonSchema kHexText = text_of(2, 2, TextForm::Hex);
constexpr JsonSchema kSmall = integer_of(1, 9);
constexpr std::array<std::string_view, 2> kWords{"red", "blue"};
constexpr JsonSchema kColour = choice_of(kWords);
constexpr JsonSchema kTwo = list_of(kSmall, 2);
constexpr std::array kMembers{JsonMember{"a", &kSmall, Presence::Required, "Needed."},
                              JsonMember{"b", &kTwo, Presence::Optional, "Not needed."}};
constexpr JsonSchema kThing = object_of(kMembers);

std::string reason(const JsonSchema& schema, const char* text) {
  return mismatch(schema, boost::json::parse(text)).value_or("fits");
}

TEST(JsonSchema, BoundsTexts) {
  EXPECT_EQ(reason(kShort, R"("abc")"), "fits");
  EXPECT_NE(reason(kShort, R"("")"), "fits");
  EXPECT_NE(reason(kShort, R"("abcd")"), "fits");
  EXPECT_NE(reason(kShort, "1"), "fits");
  EXPECT_EQ(reason(kHexText, R"("0f")"), "fits");
  EXPECT_NE(reason(kHexText, R"("0F")"), "fits");
  EXPECT_NE(reason(kHexText, R"("0g")"), "fits");
}

TEST(JsonSchema, TakesIntegersHoweverTheyAreSpelled) {
  EXPECT_EQ(reason(kSmall, "9"), "fits");
  EXPECT_EQ(reason(kSmall, "9.0"), "fits");
  EXPECT_EQ(reason(kSmall, "0.9e1"), "fits");
  EXPECT_NE(reason(kSmall, "0"), "fits");
  EXPECT_NE(reason(kSmall, "10"), "fits");
  EXPECT_NE(reason(kSmall, "-1"), "fits");
  EXPECT_NE(reason(kSmall, "1.5"), "fits");
  EXPECT_NE(reason(kSmall, R"("1")"), "fits");
  EXPECT_NE(reason(kSmall, "1e300"), "fits");
}

TEST(JsonSchema, RefusesSecondsWhereMillisecondsAreMeant) {
  for (const char* good : {"100000000000", "1790000000000", "1.79e12", "9007199254740991"}) {
    EXPECT_EQ(reason(kAskedTimeSchema, good), "fits") << good;
  }
  for (const char* seconds : {"0", "1790000000", "99999999999"}) {
    EXPECT_EQ(reason(kAskedTimeSchema, seconds),
              ": must be milliseconds since 1970, at least 100000000000; this looks like seconds");
  }
  for (const char* other : {"-1", "1790000000000.5", "\"1790000000000\"", "9007199254740992"}) {
    EXPECT_NE(reason(kAskedTimeSchema, other), "fits") << other;
  }
}

TEST(JsonSchema, TakesOnlyTheWordsOfAChoice) {
  EXPECT_EQ(reason(kColour, R"("red")"), "fits");
  EXPECT_EQ(reason(kColour, R"("green")"), ": must be one of red blue");
}

TEST(JsonSchema, SaysWhereItDoesNotFit) {
  EXPECT_EQ(reason(kThing, R"({"a":1,"b":[1,2]})"), "fits");
  EXPECT_EQ(reason(kThing, R"({"a":1})"), "fits");
  EXPECT_EQ(reason(kThing, R"({"b":[]})"), ".a: is missing");
  EXPECT_EQ(reason(kThing, R"({"a":1,"b":[1,77]})"), ".b[1]: must lie between 1 and 9");
  EXPECT_EQ(reason(kThing, R"({"a":1,"b":[1,2,3]})"), ".b: must have at most 2 items");
  EXPECT_EQ(reason(kThing, R"({"a":1,"c":2})"), ".c: there is no such member");
  EXPECT_EQ(reason(kThing, ("{\"a\":1,\"" + std::string(65, 'c') + "\":2}").c_str()),
            ": has an unknown member");
  EXPECT_EQ(reason(kThing, "[]"), ": must be an object");
}

TEST(JsonSchema, IsWrittenAsJsonSchema) {
  std::string out;
  JsonWriter writer(out);
  write_schema(writer, kThing, "A thing.");
  EXPECT_EQ(boost::json::parse(out), boost::json::parse(R"({"description":"A thing.",
    "type":"object","properties":{
      "a":{"description":"Needed.","type":"integer","minimum":1,"maximum":9},
      "b":{"description":"Not needed.","type":"array","maxItems":2,
           "items":{"type":"integer","minimum":1,"maximum":9}}},
    "required":["a"],"additionalProperties":false})"));
}

}  // namespace
}  // namespace vitalstream::net
