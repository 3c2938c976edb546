#include "net/rpc/json_rpc.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

class JsonRpcTest : public ::testing::Test {
 protected:
  // The cause that refuses the text as a whole, or its only request; nothing if it is well formed.
  std::optional<RpcCause> refusal(const std::string& text) {
    const RpcMessage& message = parser_.parse(text);
    if (message.fault) {
      return message.fault->cause;
    }
    const auto& fault = message.requests.at(0).fault;
    return fault ? std::optional(fault->cause) : std::nullopt;
  }

  std::string id_of(const std::string& id) {
    const auto& message = parser_.parse(R"({"jsonrpc":"2.0","method":"m","id":)" + id + "}");
    return message.requests.at(0).id;
  }

  RpcLimits limits_;
  RpcMessageParser parser_{limits_};
};

TEST_F(JsonRpcTest, ReadsARequest) {
  const auto& message = parser_.parse(R"({"jsonrpc":"2.0","method":"sum","params":[1],"id":7})");
  ASSERT_FALSE(message.fault);
  EXPECT_FALSE(message.batch);
  const RpcRequest& request = message.requests.at(0);
  EXPECT_EQ(request.method, "sum");
  EXPECT_EQ(request.id, "7");
  EXPECT_TRUE(request.params->is_array());
  EXPECT_FALSE(request.is_notification());
}

TEST_F(JsonRpcTest, TellsANotificationByItsMissingId) {
  EXPECT_TRUE(parser_.parse(R"({"jsonrpc":"2.0","method":"m"})").requests.at(0).is_notification());
  const auto& with_null = parser_.parse(R"({"jsonrpc":"2.0","method":"m","id":null})");
  EXPECT_FALSE(with_null.requests.at(0).is_notification());
}

TEST_F(JsonRpcTest, GivesEachIdBackAsItCame) {
  EXPECT_EQ(id_of("1"), "1");
  EXPECT_EQ(id_of("-5"), "-5");
  EXPECT_EQ(id_of("null"), "null");
  EXPECT_EQ(id_of(R"("a \" \u00e4\n")"), "\"a \\\" \xc3\xa4\\n\"");
  EXPECT_EQ(id_of("9007199254740991"), "9007199254740991");
  for (const char* id : {"0", "-0", "1.50", "0.8173948171", "1e3", "-2.5E-7", "1.0",
                         "0.10000000000000000000000001"}) {
    EXPECT_EQ(id_of(id), id);
  }
}

TEST_F(JsonRpcTest, GivesAnIdBackAsItCameHoweverItsNameIsWritten) {
  const auto& message =
      parser_.parse(R"({"jsonrpc":"2.0","a\\":{"id":2},"\u0069d" : 1e3,"method":"m"})");
  ASSERT_EQ(message.requests.size(), 1U);
  EXPECT_EQ(message.requests.front().id, "1e3");
}

TEST_F(JsonRpcTest, RefusesIdsOfAnotherKind) {
  for (const char* id : {"true", "[]", "{}"}) {
    EXPECT_EQ(refusal(std::string(R"({"jsonrpc":"2.0","method":"m","id":)") + id + "}"),
              RpcCause::InvalidRequest);
  }
  const std::string longest = "\"" + std::string(kRpcIdBytesMax - 2, 'x') + "\"";
  EXPECT_EQ(id_of(longest), longest);
  EXPECT_EQ(id_of("\"" + longest.substr(1, longest.size() - 2) + "x\""), "null");
}

TEST_F(JsonRpcTest, RefusesWhatIsNoRequest) {
  for (const char* text :
       {"1", "null", R"("a")", "{}", R"({"jsonrpc":"1.0","method":"m","id":1})",
        R"({"method":"m","id":1})", R"({"jsonrpc":2.0,"method":"m","id":1})",
        R"({"jsonrpc":"2.0","id":1})", R"({"jsonrpc":"2.0","method":1,"params":"bar"})",
        R"({"jsonrpc":"2.0","method":"m","params":"bar","id":1})",
        R"({"jsonrpc":"2.0","method":"m","params":null,"id":1})", "[]"}) {
    EXPECT_EQ(refusal(text), RpcCause::InvalidRequest) << text;
  }
}

TEST_F(JsonRpcTest, RefusesWhatIsNotStrictJson) {
  for (const char* text :
       {"", "{", R"({"jsonrpc":"2.0","method":"foobar,"params":"bar","baz])", "1 2", "{'a':1}",
        R"({"a":1,"a":2})", R"({"a":1e400})", "\"\xff\"", "[1,]", "// comment\n1", "\xef\xbb\xbf{}",
        R"({"a":12345678901234567890})"}) {
    EXPECT_EQ(refusal(text), RpcCause::ParseError) << text;
  }
}

TEST_F(JsonRpcTest, BoundsTheDepth) {
  const auto nested = [](std::size_t depth) {
    return R"({"jsonrpc":"2.0","method":"m","id":1,"params":)" + std::string(depth, '[') +
           std::string(depth, ']') + "}";
  };
  EXPECT_FALSE(refusal(nested(kRpcJsonDepthMax - 1)));
  EXPECT_EQ(refusal(nested(kRpcJsonDepthMax)), RpcCause::JsonTooDeep);
}

TEST_F(JsonRpcTest, BoundsTheMembersOfABatch) {
  const auto batch = [](std::size_t members) {
    std::string text = "[1";
    for (std::size_t i = 1; i < members; ++i) {
      text += ",1";
    }
    return text + "]";
  };
  EXPECT_FALSE(parser_.parse(batch(kRpcBatchMax)).fault);
  const auto& fault = parser_.parse(batch(kRpcBatchMax + 1)).fault;
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->cause, RpcCause::BatchTooLarge);
}

TEST_F(JsonRpcTest, ForgetsTheMessageBefore) {
  EXPECT_TRUE(parser_.parse("[1,2]").batch);
  EXPECT_TRUE(parser_.parse("{").fault);
  const auto& message = parser_.parse(R"({"jsonrpc":"2.0","method":"m","id":1})");
  EXPECT_FALSE(message.fault);
  EXPECT_FALSE(message.batch);
  EXPECT_EQ(message.requests.size(), 1U);
}

TEST_F(JsonRpcTest, WritesAnErrorWithItsData) {
  std::string out;
  append_error(out, "7", {.cause = RpcCause::Busy, .detail = "x", .retry_after_ms = 5});
  EXPECT_EQ(out,
            R"({"jsonrpc":"2.0","id":7,"error":{"code":-32000,"message":"The node admits no more )"
            R"(transactions at the moment.","data":{"reason":"busy","retryable":true,)"
            R"("retryAfterMs":5,"detail":"x"}}})");
}

TEST_F(JsonRpcTest, NamesTheTransactionWhoseFateIsUnknown) {
  std::string out;
  append_error(out, "1", {.cause = RpcCause::Timeout, .tx_id = RpcTxId{}});
  EXPECT_NE(out.find("\"txId\":\"" + std::string(64, '0') + "\""), std::string::npos);
}

TEST_F(JsonRpcTest, TakesNoMoreMemoryForTheHundredthLongMessageThanForTheFirst) {
  const std::string text =
      R"({"jsonrpc":"2.0","method":"m","id":1,"params":[")" + std::string(100'000, 'a') + R"("]})";
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(refusal(text), std::nullopt) << i;
  }
}

}  // namespace
}  // namespace vitalstream::net
