// The examples of the JSON-RPC 2.0 specification, section 7, with the methods that they name; then
// the limits.

#include "net/rpc/rpc_dispatcher.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>

#include "tests/support/rpc_fixture.hpp"

namespace vitalstream::net {
namespace {

namespace json = boost::json;

constexpr JsonSchema kNumber{};
constexpr std::array kOperands{JsonMember{"minuend", &kNumber, Presence::Required, ""},
                               JsonMember{"subtrahend", &kNumber, Presence::Required, ""}};
constexpr std::array kAnything{JsonMember{"a", &kNumber, Presence::Optional, ""},
                               JsonMember{"b", &kNumber, Presence::Optional, ""},
                               JsonMember{"c", &kNumber, Presence::Optional, ""},
                               JsonMember{"d", &kNumber, Presence::Optional, ""},
                               JsonMember{"e", &kNumber, Presence::Optional, ""}};

void send_number(CallStart start, std::int64_t number) {
  start
      .reply<std::int64_t>(
          [](JsonWriter& writer, std::int64_t value) { writer.signed_number(value); })
      .send(number);
}

void subtract(const MethodContext&, const RpcParams& params, CallStart start) {
  send_number(std::move(start), params.value(0).as_int64() - params.value(1).as_int64());
}

void sum(const MethodContext&, const RpcParams& params, CallStart start) {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < kAnything.size(); ++i) {
    total += params.has(i) ? params.value(i).as_int64() : 0;
  }
  send_number(std::move(start), total);
}

int updates = 0;

void update(const MethodContext&, const RpcParams&, CallStart start) {
  ++updates;
  send_number(std::move(start), 0);
}

void get_data(const MethodContext&, const RpcParams&, CallStart start) {
  start.reply<int>([](JsonWriter& writer, int) { writer.raw(R"(["hello",5])"); }).send(0);
}

// An answer that counts how many of its kind exist.
struct LargeAnswer {
  LargeAnswer() { most = std::max(most, ++alive); }
  LargeAnswer(const LargeAnswer&) : LargeAnswer() {}
  LargeAnswer& operator=(const LargeAnswer&) = default;
  ~LargeAnswer() { --alive; }
  static inline int alive = 0;
  static inline int most = 0;
};

void get_large(const MethodContext&, const RpcParams&, CallStart start) {
  start.reply<LargeAnswer>([](JsonWriter& writer, const LargeAnswer&) { writer.number(1); })
      .send(LargeAnswer{});
}

constexpr RpcMethod method(std::string_view name, std::span<const JsonMember> params,
                           decltype(RpcMethod::call) call) {
  return {name, "", params, &kNumber, {}, "{}", "0", RunsOn::Loop, ReadCost::Nothing, call};
}

const RpcMethod kSubtract = method("subtract", kOperands, subtract);
const RpcMethod kSum = method("sum", kAnything, sum);
const RpcMethod kUpdate = method("update", kAnything, update);
const RpcMethod kNotifyHello = method("notify_hello", kAnything, update);
const RpcMethod kNotifySum = method("notify_sum", kAnything, update);
const RpcMethod kGetData = method("get_data", {}, get_data);
const RpcMethod kGetLarge = method("get_large", {}, get_large);
constexpr std::array kSpecMethods{&kSubtract,  &kSum,     &kUpdate,  &kNotifyHello,
                                  &kNotifySum, &kGetData, &kGetLarge};

class TestCaller final : public RpcCaller {
 public:
  void answer(std::string_view text, std::optional<RpcCause> refusal) override {
    answers.emplace_back(text);
    refusals.push_back(refusal);
  }
  [[nodiscard]] ConnectionRef ref() const override { return {}; }
  [[nodiscard]] std::size_t answer_room() const override { return room; }
  std::vector<std::string> answers;
  std::vector<std::optional<RpcCause>> refusals;
  std::size_t room = kRpcOutboundBytesMax;
};

// The answer without what the specification leaves open: message and data of errors.
json::value bare(json::value answer) {
  if (auto* list = answer.if_array()) {
    for (auto& member : *list) {
      member = bare(member);
    }
    return answer;
  }
  if (auto* error = answer.as_object().if_contains("error")) {
    EXPECT_TRUE(error->at("message").is_string());
    EXPECT_TRUE(error->at("data").at("reason").is_string());
    EXPECT_TRUE(error->at("data").at("retryable").is_bool());
    error->as_object().erase("message");
    error->as_object().erase("data");
  }
  return answer;
}

class RpcDispatcherTest : public ::testing::Test {
 protected:
  RpcDispatcherTest() { bench_.caller = &caller_; }

  // The answer to a message; "none" if there is none.
  std::string ask(const std::string& text) {
    caller_.answers.clear();
    const bool promised = bench_.dispatcher.on_message(text, caller_);
    bench_.settle();
    EXPECT_EQ(caller_.answers.size(), promised ? 1U : 0U) << text;
    return promised ? caller_.answers.at(0) : "none";
  }

  void expect_answer(const std::string& text, const char* expected) {
    const std::string answer = ask(text);
    ASSERT_NE(answer, "none") << text;
    EXPECT_EQ(bare(json::parse(answer)), json::parse(expected)) << text;
  }

  testing::DispatcherBench bench_{kSpecMethods};
  TestCaller caller_;
};

TEST_F(RpcDispatcherTest, SpecCallsWithPositionalParameters) {
  expect_answer(R"({"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1})",
                R"({"jsonrpc": "2.0", "result": 19, "id": 1})");
  expect_answer(R"({"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 2})",
                R"({"jsonrpc": "2.0", "result": -19, "id": 2})");
}

TEST_F(RpcDispatcherTest, SpecCallsWithNamedParameters) {
  expect_answer(
      R"({"jsonrpc":"2.0","method":"subtract","params":{"subtrahend":23,"minuend":42},"id":3})",
      R"({"jsonrpc": "2.0", "result": 19, "id": 3})");
  expect_answer(
      R"({"jsonrpc":"2.0","method":"subtract","params":{"minuend":42,"subtrahend":23},"id":4})",
      R"({"jsonrpc": "2.0", "result": 19, "id": 4})");
}

TEST_F(RpcDispatcherTest, SpecNotificationsHaveNoAnswerButTheirEffect) {
  updates = 0;
  EXPECT_EQ(ask(R"({"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]})"), "none");
  EXPECT_EQ(updates, 1);
  EXPECT_EQ(ask(R"({"jsonrpc": "2.0", "method": "foobar"})"), "none");
}

TEST_F(RpcDispatcherTest, SpecCallOfAMethodThatDoesNotExist) {
  expect_answer(R"({"jsonrpc": "2.0", "method": "foobar", "id": "1"})",
                R"({"jsonrpc": "2.0", "error": {"code": -32601}, "id": "1"})");
}

TEST_F(RpcDispatcherTest, SpecCallWithInvalidJson) {
  expect_answer(R"({"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz])",
                R"({"jsonrpc": "2.0", "error": {"code": -32700}, "id": null})");
}

TEST_F(RpcDispatcherTest, SpecCallWithInvalidRequestObject) {
  expect_answer(R"({"jsonrpc": "2.0", "method": 1, "params": "bar"})",
                R"({"jsonrpc": "2.0", "error": {"code": -32600}, "id": null})");
}

TEST_F(RpcDispatcherTest, SpecBatchWithInvalidJson) {
  expect_answer(R"([{"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
                    {"jsonrpc": "2.0", "method"])",
                R"({"jsonrpc": "2.0", "error": {"code": -32700}, "id": null})");
}

TEST_F(RpcDispatcherTest, SpecEmptyBatch) {
  expect_answer("[]", R"({"jsonrpc": "2.0", "error": {"code": -32600}, "id": null})");
}

TEST_F(RpcDispatcherTest, SpecInvalidBatches) {
  expect_answer("[1]", R"([{"jsonrpc": "2.0", "error": {"code": -32600}, "id": null}])");
  expect_answer("[1,2,3]", R"([{"jsonrpc": "2.0", "error": {"code": -32600}, "id": null},
                               {"jsonrpc": "2.0", "error": {"code": -32600}, "id": null},
                               {"jsonrpc": "2.0", "error": {"code": -32600}, "id": null}])");
}

TEST_F(RpcDispatcherTest, SpecBatch) {
  const std::string answer = ask(R"([
      {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
      {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
      {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
      {"foo": "boo"},
      {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
      {"jsonrpc": "2.0", "method": "get_data", "id": "9"}])");
  // The server may answer the members in any order.
  const json::value expected = json::parse(R"([
      {"jsonrpc": "2.0", "result": 7, "id": "1"},
      {"jsonrpc": "2.0", "result": 19, "id": "2"},
      {"jsonrpc": "2.0", "error": {"code": -32600}, "id": null},
      {"jsonrpc": "2.0", "error": {"code": -32601}, "id": "5"},
      {"jsonrpc": "2.0", "result": ["hello", 5], "id": "9"}])");
  const json::value given = bare(json::parse(answer));
  const auto& members = given.as_array();
  ASSERT_EQ(members.size(), expected.as_array().size());
  for (const auto& member : expected.as_array()) {
    EXPECT_NE(std::find(members.begin(), members.end(), member), members.end());
  }
}

TEST_F(RpcDispatcherTest, SpecBatchOfNotificationsHasNoAnswer) {
  EXPECT_EQ(ask(R"([{"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]},
                    {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}])"),
            "none");
}

TEST_F(RpcDispatcherTest, HoldsTheAnswerToOneMemberOfABatchAtATime) {
  const std::string member = R"({"jsonrpc":"2.0","method":"get_large","id":1})";
  std::string batch = "[" + member;
  for (std::size_t i = 1; i < kRpcBatchMax; ++i) {
    batch += "," + member;
  }
  LargeAnswer::most = 0;
  EXPECT_EQ(json::parse(ask(batch + "]")).as_array().size(), kRpcBatchMax);
  EXPECT_EQ(LargeAnswer::alive, 0);
  // One on its way from hand to hand, never one for each member.
  EXPECT_LT(LargeAnswer::most, 8);
}

class RpcLimitTest : public ::testing::Test {
 protected:
  explicit RpcLimitTest(RpcLimits limits = {.in_flight_max = 3}) : bench_(rpc_methods(), limits) {
    bench_.caller = &caller_;
    bench_.node.hold_submissions = true;
  }

  bool give(const std::string& text) {
    const bool answered = bench_.dispatcher.on_message(text, caller_);
    bench_.settle();
    return answered;
  }

  static std::string submit(const std::string& id) {
    return R"({"jsonrpc":"2.0","method":"tx_submit","params":{"tx":"t)" + id + R"("},"id":)" + id +
           "}";
  }

  std::int64_t code(std::size_t answer) {
    return json::parse(caller_.answers.at(answer)).at("error").at("code").as_int64();
  }

  testing::DispatcherBench bench_;
  TestCaller caller_;
};

TEST_F(RpcLimitTest, RefusesWhatExceedsTheRequestsInFlight) {
  for (const char* id : {"1", "2", "3", "4"}) {
    EXPECT_TRUE(give(submit(id)));
  }
  ASSERT_EQ(caller_.answers.size(), 1U);
  EXPECT_EQ(code(0), -32001);
  EXPECT_NE(caller_.answers[0].find("\"retryAfterMs\""), std::string::npos);
  EXPECT_EQ(bench_.node.held(), 3U);
  bench_.node.release(0);
  bench_.settle();
  EXPECT_TRUE(give(submit("5")));
  EXPECT_EQ(bench_.node.held(), 4U);
}

TEST_F(RpcLimitTest, CountsTheMembersOfABatch) {
  const std::string batch =
      "[" + submit("1") + "," + submit("2") + "," + submit("3") + "," + submit("4") + "]";
  EXPECT_TRUE(give(batch));
  EXPECT_TRUE(caller_.answers.empty());
  bench_.node.release_all();
  bench_.settle();
  ASSERT_EQ(caller_.answers.size(), 1U);
  EXPECT_EQ(json::parse(caller_.answers[0]).as_array().size(), 4U);
  EXPECT_EQ(caller_.in_flight, 0U);
  EXPECT_EQ(bench_.load.in_flight, 0U);
  EXPECT_EQ(bench_.load.in_flight_bytes, 0U);
}

TEST_F(RpcLimitTest, AnswersInTheOrderInWhichTheNodeDoes) {
  EXPECT_TRUE(give(submit("1")));
  EXPECT_TRUE(give(submit("2")));
  bench_.node.release(1);
  bench_.settle();
  bench_.node.release(0);
  bench_.settle();
  ASSERT_EQ(caller_.answers.size(), 2U);
  EXPECT_EQ(json::parse(caller_.answers[0]).at("id").as_int64(), 2);
  EXPECT_EQ(json::parse(caller_.answers[1]).at("id").as_int64(), 1);
}

TEST_F(RpcLimitTest, RefusesEverythingWhileItDrains) {
  bench_.load.draining = true;
  EXPECT_TRUE(give(submit("1")));
  EXPECT_EQ(code(0), -32004);
}

TEST_F(RpcLimitTest, RefusesWhenAllConnectionsTogetherHoldTooMuch) {
  bench_.limits.in_flight_bytes_total = 10;
  EXPECT_TRUE(give(submit("1")));
  EXPECT_TRUE(caller_.answers.empty());
  EXPECT_TRUE(give(submit("2")));
  EXPECT_EQ(code(0), -32002);
  bench_.limits.in_flight_bytes_total = kRpcInFlightBytesTotal;
  bench_.load.outbound_bytes = kRpcOutboundBytesTotal;
  EXPECT_TRUE(give(submit("3")));
  EXPECT_EQ(code(1), -32002);
}

TEST_F(RpcLimitTest, ForgetsTheCallsOfAConnectionThatIsGone) {
  EXPECT_TRUE(give(submit("1")));
  bench_.caller = nullptr;
  bench_.node.release_all();
  bench_.settle();
  EXPECT_TRUE(caller_.answers.empty());
  EXPECT_EQ(bench_.load.in_flight, 0U);
}

class RpcResponseLimitTest : public RpcLimitTest {
 protected:
  RpcResponseLimitTest() : RpcLimitTest({.response_bytes_max = 1'000}) {}
  static constexpr const char* kBlock =
      R"({"jsonrpc":"2.0","method":"ledger_getBlock","params":[1],"id":1})";
};

TEST_F(RpcResponseLimitTest, ReplacesAnAnswerThatIsTooLarge) {
  bench_.node.block_bytes = 500;
  EXPECT_TRUE(give(kBlock));
  EXPECT_EQ(caller_.answers[0].find("error"), std::string::npos);
  bench_.node.block_bytes = 1'000;
  EXPECT_TRUE(give(kBlock));
  EXPECT_EQ(code(1), -32008);
}

TEST_F(RpcResponseLimitTest, AnswersShortlyWhereTooMuchIsUnread) {
  bench_.node.block_bytes = 500;
  caller_.room = 400;
  EXPECT_TRUE(give(kBlock));
  EXPECT_EQ(code(0), -32002);
}

TEST_F(RpcResponseLimitTest, AnswersShortlyWhereAllLeaveTooMuchUnread) {
  bench_.node.block_bytes = 500;
  bench_.load.outbound_bytes = kRpcOutboundBytesTotal - 400;
  EXPECT_TRUE(give(kBlock));
  EXPECT_EQ(code(0), -32002);
}

TEST_F(RpcResponseLimitTest, BoundsABatchAsAWhole) {
  bench_.node.block_bytes = 500;
  EXPECT_TRUE(give(std::string("[") + kBlock + "," + kBlock + "]"));
  const json::value answer = json::parse(caller_.answers.at(0));
  EXPECT_TRUE(answer.at(0).as_object().contains("result"));
  EXPECT_EQ(answer.at(1).at("error").at("code").as_int64(), -32008);
}

// 429 where a whole POST is one call; the other members of a batch may have done better.
TEST_F(RpcLimitTest, TellsHttpOfAQuotaOnlyWhereThereIsOneCall) {
  bench_.node.hold_submissions = false;
  bench_.node.refuse_submissions = RpcCause::QuotaExceeded;
  EXPECT_TRUE(give(submit("1")));
  EXPECT_EQ(caller_.refusals.back(), RpcCause::QuotaExceeded);
  EXPECT_TRUE(give("[" + submit("2") + "]"));
  EXPECT_EQ(caller_.refusals.back(), std::nullopt);
  bench_.node.refuse_submissions = RpcCause::BadSignature;
  EXPECT_TRUE(give(submit("3")));
  EXPECT_EQ(caller_.refusals.back(), std::nullopt);
}

TEST_F(RpcLimitTest, CountsWhatBecameOfEachRequest) {
  bench_.node.hold_submissions = false;
  EXPECT_TRUE(give(submit("1")));
  bench_.node.refuse_submissions = RpcCause::BadSignature;
  EXPECT_TRUE(give(submit("2")));
  EXPECT_TRUE(give("{"));
  const MethodStats& stats = bench_.stats.of_method(bench_.table.find("tx_submit").value());
  EXPECT_EQ(stats.answered, 1U);
  EXPECT_EQ(stats.refused[static_cast<std::size_t>(RpcCause::BadSignature)], 1U);
  EXPECT_EQ(bench_.stats.refused_early(RpcCause::ParseError), 1U);
}

}  // namespace
}  // namespace vitalstream::net
