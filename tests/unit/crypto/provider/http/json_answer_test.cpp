#include "crypto/provider/http/json_answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/provider/limits.hpp"

namespace vitalstream::crypto::provider {
namespace {

using ::testing::ElementsAre;

TEST(JsonAnswer, HandsOutWhatStandsAtAPath) {
  const auto answer = JsonAnswer::parse(as_bytes(
      R"({"data":{"signature":"vault:v1:AA","version":3,"ok":true},"errors":["a",1,"b"]})"));
  ASSERT_NE(answer, nullptr);
  EXPECT_EQ(answer->text({"data", "signature"}), "vault:v1:AA");
  EXPECT_EQ(answer->number({"data", "version"}), 3U);
  EXPECT_EQ(answer->flag({"data", "ok"}), true);
  EXPECT_THAT(answer->texts({"errors"}), ElementsAre("a", "b"));
}

TEST(JsonAnswer, OfAnotherTypeOrNowhereIsNothing) {
  const auto answer = JsonAnswer::parse(as_bytes(R"({"a":{"b":1},"c":-1,"d":1.5})"));
  ASSERT_NE(answer, nullptr);
  EXPECT_FALSE(answer->text({"a", "b"}));
  EXPECT_FALSE(answer->text({"a", "b", "c"}));
  EXPECT_FALSE(answer->text({"x"}));
  EXPECT_FALSE(answer->number({"c"}));
  EXPECT_FALSE(answer->number({"d"}));
  EXPECT_FALSE(answer->flag({"a"}));
  EXPECT_TRUE(answer->texts({"a"}).empty());
}

TEST(JsonAnswer, IsOneStrictObject) {
  for (const char* text : {"", "[]", "null", "{", "{}x", R"({"a":1,"a":2})", "{'a':1}"}) {
    EXPECT_EQ(JsonAnswer::parse(as_bytes(text)), nullptr) << text;
  }
  EXPECT_EQ(JsonAnswer::parse(Bytes(kHttpBodyBytesMax + 1, ' ')), nullptr);
}

TEST(JsonBody, WritesEveryKindOfMember) {
  JsonBody body;
  body.text("input", "AA==").number("key_version", 2).flag("prehashed", true);
  body.object("EncryptionContext", "k", "v");
  EXPECT_EQ(as_text(body.take().view()),
            R"({"input":"AA==","key_version":2,"prehashed":true,"EncryptionContext":{"k":"v"}})");
}

TEST(JsonBody, EscapesWhatWouldEndAText) {
  JsonBody body;
  body.text("a\"b", "c\\d\n");
  EXPECT_EQ(as_text(body.take().view()), R"({"a\"b":"c\\d\u000a"})");
}

TEST(JsonBody, WhatItWritesJsonAnswerReads) {
  std::string value;
  for (int c = 1; c < 127; ++c) {
    value.push_back(static_cast<char>(c));
  }
  JsonBody body;
  const auto answer = JsonAnswer::parse(body.text("x", value).take().view());
  ASSERT_NE(answer, nullptr);
  EXPECT_EQ(answer->text({"x"}), value);
}

}  // namespace
}  // namespace vitalstream::crypto::provider
