#include "json/json_writer.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace vitalstream {
namespace {

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().name("a").number(1).name("b").begin_array().number(2).text("x").null();
  writer.begin_object().end_object().end_array().name("c").boolean(true).name("d");
  writer.begin_array().end_array().name("e").signed_number(-5).name("f").raw("[1]").end_object();
  EXPECT_EQ(out, R"({"a":1,"b":[2,"x",null,{}],"c":true,"d":[],"e":-5,"f":[1]})");
}

TEST(JsonWriter, EscapesWhatMustBeEscaped) {
  std::string all;
  for (char c = 1; c < 0x7f; ++c) {
    all += c;
  }
  all += "\xc3\xa4\xf0\x9f\x98\x80";
  all += '\0';
  std::string out;
  append_json_string(out, all);
  EXPECT_EQ(boost::json::parse(out).as_string(), all);
}

TEST(JsonWriter, WritesBytesAsHexAndBase64Url) {
  std::string out;
  const Bytes bytes{0x00, 0xab, 0xff};
  JsonWriter(out).begin_array().hex(bytes).base64url(bytes).end_array();
  EXPECT_EQ(out, R"(["00abff","AKv_"])");
}

}  // namespace
}  // namespace vitalstream
