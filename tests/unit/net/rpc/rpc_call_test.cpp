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
  [[nodiscard]] std::size_t answer_room() const override { return kRpcOutboundBytesMax; }
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

}  // namespace
}  // namespace vitalstream::net
