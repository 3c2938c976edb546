// Many who connect and ask nothing: they keep nobody out, and cut nobody who has asked something.

#include <gtest/gtest.h>

#include "tests/integration/rpc_world.hpp"

namespace vitalstream::testing {
namespace {

using namespace std::chrono_literals;
using Clients = std::vector<std::unique_ptr<RawClient>>;

const std::string kInfo = request("ledger_getInfo", "{}");

// Nobody is closed for having taken too long.
net::RpcLimits places(std::size_t count) {
  return {.connections_max = count,
          .handshake_deadline = 10min,
          .head_deadline = 10min,
          .crowded_deadline = 10min};
}

Clients connect(std::uint16_t port, std::size_t count, std::string_view first_bytes = {}) {
  Clients clients;
  for (std::size_t i = 0; i < count; ++i) {
    clients.push_back(std::make_unique<RawClient>(port));
    clients.back()->send(first_bytes);
  }
  return clients;
}

TEST(RpcCrowd, OfSilentConnectionsKeepsNobodyOut) {
  RpcWorld world;
  Clients silent = connect(world.port(), net::kRpcConnectionsMax + 50);
  for (int i = 0; i < 25; ++i) {
    EXPECT_EQ(RawClient(world.port()).ask(post(kInfo)).status, 200) << i;
    silent.push_back(std::make_unique<RawClient>(world.port()));
  }
  EXPECT_GT(world.stats().gave_way(), 0U);
  EXPECT_LE(world.stats().connections(), net::kRpcConnectionsMax);
  EXPECT_EQ(world.stats().refused_early(net::RpcCause::TooManyConnections), 0U);
}

TEST(RpcCrowd, TheOldestThatHasAskedNothingGivesWay) {
  RpcWorld world(on_loopback(places(4)));
  const Clients silent = connect(world.port(), 4);
  RawClient client(world.port());
  EXPECT_EQ(client.ask(post(kInfo)).status, 200);
  EXPECT_TRUE(silent.front()->is_closed());
  EXPECT_EQ(world.stats().gave_way(), 1U);
  for (std::size_t i = 1; i < silent.size(); ++i) {
    EXPECT_EQ(silent[i]->ask(post(kInfo)).status, 200) << i;
  }
}

TEST(RpcCrowd, OfHalfRequestsKeepsNobodyOut) {
  RpcWorld world(on_loopback(places(10)));
  const std::string whole = post(kInfo);
  const Clients heads = connect(world.port(), 10, whole.substr(0, 20));
  EXPECT_EQ(RawClient(world.port()).ask(whole).status, 200);
  const Clients bodies = connect(world.port(), 10, whole.substr(0, whole.size() - 1));
  EXPECT_EQ(RawClient(world.port()).ask(whole).status, 200);
}

TEST(RpcCrowd, CutsNobodyWhoHasAskedSomething) {
  RpcWorld world(on_loopback(places(12)));
  WsClient websocket(world.port());
  const Clients idle = connect(world.port(), 10);
  for (const auto& client : idle) {
    EXPECT_EQ(client->ask(post(kInfo)).status, 200);
  }
  const Clients silent = connect(world.port(), 50);
  EXPECT_TRUE(eventually([&] { return world.stats().gave_way() == 49; }));
  for (const auto& client : idle) {
    EXPECT_EQ(client->ask(post(kInfo)).status, 200);
  }
  EXPECT_TRUE(websocket.ask(kInfo).as_object().contains("result"));
  EXPECT_EQ(RawClient(world.port()).ask(post(kInfo)).status, 200);
}

TEST(RpcCrowd, CutsNobodyWhoseFirstAnswerIsNotReadyYet) {
  RpcWorld world(on_loopback(places(2)));
  world.node.hold_submissions = true;
  RawClient waiting(world.port());
  waiting.send(post(request("tx_submit", R"({"tx":"a.b.c"})")));
  ASSERT_TRUE(eventually([&] { return world.node.held() == 1; }));
  const Clients silent = connect(world.port(), 20);
  EXPECT_TRUE(eventually([&] { return world.stats().gave_way() == 19; }));
  world.node.release_all();
  EXPECT_EQ(waiting.read().status, 200);
}

TEST(RpcCrowd, IsHurriedUntilItHoldsHalfOfThePlaces) {
  auto limits = places(4);
  limits.crowded_deadline = 100ms;
  RpcWorld world(on_loopback(limits));
  const Clients silent = connect(world.port(), 4);
  EXPECT_TRUE(silent[0]->is_closed());
  EXPECT_TRUE(silent[1]->is_closed());
  EXPECT_EQ(silent[2]->ask(post(kInfo)).status, 200);
  EXPECT_EQ(silent[3]->ask(post(kInfo)).status, 200);
}

TEST(RpcCrowd, OfHalfHeadsIsToldThatItTookTooLong) {
  auto limits = places(2);
  limits.crowded_deadline = 100ms;
  RpcWorld world(on_loopback(limits));
  const Clients heads = connect(world.port(), 2, "POST / HT");
  EXPECT_EQ(heads.front()->read().status, 408);
}

}  // namespace
}  // namespace vitalstream::testing
