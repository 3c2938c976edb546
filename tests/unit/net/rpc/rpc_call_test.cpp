// What the node learns of a call from its Reply.
#include "net/rpc/rpc_call.hpp"

#include <gtest/gtest.h>

#include <array>

#include "net/rpc/method_table.hpp"
#include "tests/support/rpc_fixture.hpp"

namespace vitalstream::net {
namespace {

std::optional<RpcAsker> learned;

void learn(const MethodContext&, const RpcParams&, CallStart start) {
  auto reply = start.reply<int>([](JsonWriter& writer, int) { writer.number(0); });
  learned = reply.asker();
  reply.send(0);
}

class Asking final : public RpcCaller {
 public:
  void answer(std::string_view, std::optional<RpcCause>) override {}
  [[nodiscard]] ConnectionRef ref() const override { return {3, 4}; }
  [[nodiscard]] std::size_t answer_room() const override { return room; }
  std::size_t room = kRpcOutboundBytesMax;
};

constexpr JsonSchema kAny{};
constexpr RpcMethod kLearn{.name = "learn",
                           .summary = "",
                           .params = {},
                           .result = &kAny,
                           .errors = {},
                           .example_params = "{}",
                           .example_result = "0",
                           .runs = RunsOn::Readers,
                           .cost = ReadCost::Turns,
                           .call = learn};
constexpr std::array kMethods{&kLearn};

TEST(RpcCall, TellsWhoAsksAndWhatTheRowSays) {
  testing::DispatcherBench bench(kMethods);
  Asking asking;
  bench.caller = &asking;
  EXPECT_TRUE(bench.dispatcher.on_message(R"({"jsonrpc":"2.0","method":"learn","id":1})", asking));
  bench.settle();
  ASSERT_TRUE(learned.has_value());
  EXPECT_EQ(learned->connection, (ConnectionRef{3, 4}));
  EXPECT_EQ(learned->runs, RunsOn::Readers);
  EXPECT_EQ(learned->cost, ReadCost::Turns);
}

TEST(RpcCall, OneThatNoConnectionSentIsNobodys) {
  const auto reply = reply_to<int>([](RpcResult<int>) {});
  EXPECT_EQ(reply.asker().connection, std::nullopt);
  EXPECT_EQ(reply.asker().runs, RunsOn::Loop);
}

// Each is answered but for one member, for which the node takes its time.
class UnfinishedBatches : public ::testing::Test {
 protected:
  UnfinishedBatches() : bench_(rpc_methods(), {.response_bytes_max = 100'000}) {
    bench_.caller = &caller_;
    bench_.node.hold_submissions = true;
    bench_.node.block_bytes = 10'000;
  }
  void give_batch() {
    EXPECT_TRUE(bench_.dispatcher.on_message(
        R"([{"jsonrpc":"2.0","method":"ledger_getBlock","params":[1],"id":1},)"
        R"({"jsonrpc":"2.0","method":"tx_submit","params":{"tx":"t"},"id":2}])",
        caller_));
    bench_.settle();
  }

  Asking caller_;
  testing::DispatcherBench bench_;
};

TEST_F(UnfinishedBatches, CountAsWhatTheCallerHasNotRead) {
  give_batch();
  const std::size_t one = caller_.batch_bytes;
  EXPECT_GT(one, bench_.node.block_bytes);
  EXPECT_EQ(bench_.load.outbound_bytes, one);
  give_batch();
  EXPECT_EQ(caller_.batch_bytes, 2 * one);
  bench_.node.release_all();
  bench_.settle();
  EXPECT_EQ(caller_.batch_bytes, 0U);
  EXPECT_EQ(bench_.load.outbound_bytes, 0U);
}

TEST_F(UnfinishedBatches, TakeTheRoomOfFurtherAnswers) {
  caller_.room = 30'000;
  give_batch();
  give_batch();
  const std::size_t two = caller_.batch_bytes;
  give_batch();  // the third block does not fit beside them
  EXPECT_LT(caller_.batch_bytes - two, bench_.node.block_bytes);
}

TEST_F(UnfinishedBatches, CountNoLongerWhenTheirCallerHasGone) {
  give_batch();
  bench_.caller = nullptr;
  bench_.node.release_all();
  bench_.settle();
  EXPECT_EQ(bench_.load.outbound_bytes, 0U);
}

}  // namespace
}  // namespace vitalstream::net
