// How servers stop, and the operations port.

#include <gtest/gtest.h>

#include "net/rpc/ops_server.hpp"
#include "tests/integration/rpc_world.hpp"

namespace vitalstream::testing {
namespace {

using namespace std::chrono_literals;

const std::string kInfo = request("ledger_getInfo", "{}");
const std::string kSubmit = request("tx_submit", R"({"tx":"a.b.c"})");

TEST(RpcStop, LetsWhatIsUnderWayEnd) {
  RpcWorld world;
  world.node.hold_submissions = true;
  RawClient http(world.port());
  http.send(post(kSubmit));
  WsClient ws(world.port());
  ws.send(kSubmit);
  ASSERT_TRUE(eventually([&] { return world.node.held() == 2; }));
  world.begin_stop(10s);
  world.node.release_all();
  EXPECT_EQ(http.read().status, 200);
  EXPECT_TRUE(ws.read().as_object().contains("result"));
  EXPECT_EQ(ws.read_close(), 1001U);
  EXPECT_TRUE(eventually([&] { return world.has_stopped(); }));
}

TEST(RpcStop, RefusesNewWorkMeanwhile) {
  RpcWorld world;
  world.node.hold_submissions = true;
  WsClient ws(world.port());
  ws.send(kSubmit);
  ASSERT_TRUE(eventually([&] { return world.node.held() == 1; }));
  world.begin_stop(10s);
  EXPECT_TRUE(eventually([&] {
    const auto answer = ws.ask(kInfo);
    const auto* error = answer.as_object().if_contains("error");
    return error != nullptr && error->at("code").as_int64() == -32004;
  }));
  world.node.release_all();
  EXPECT_TRUE(eventually([&] { return world.has_stopped(); }));
}

TEST(RpcStop, ClosesIdleConnectionsAtOnce) {
  RpcWorld world;
  RawClient http(world.port());
  EXPECT_EQ(http.ask(post(kInfo)).status, 200);
  RawClient silent(world.port());
  ASSERT_TRUE(eventually([&] { return world.stats().connections() == 2; }));
  world.begin_stop(10s);
  EXPECT_TRUE(http.is_closed());
  EXPECT_TRUE(silent.is_closed());
  EXPECT_TRUE(eventually([&] { return world.has_stopped(); }));
}

TEST(RpcStop, CutsWhatDoesNotEndInTime) {
  RpcWorld world;
  world.node.hold_submissions = true;
  RawClient http(world.port());
  http.send(post(kSubmit));
  ASSERT_TRUE(eventually([&] { return world.node.held() == 1; }));
  world.stop(100ms);
  EXPECT_TRUE(http.is_closed());
  // The node answers late: nobody listens any more, and nothing breaks.
  world.node.release_all();
}

TEST(RpcStop, DropsAnswersThatComeAfterTheServerIsGone) {
  boost::asio::io_context context;
  FakeNodeApi node;
  node.hold_submissions = true;
  auto server = std::make_unique<net::RpcServer>(context.get_executor(), node, on_loopback());
  ASSERT_TRUE(server->start());
  {
    RawClient http(server->ports().at(0));
    http.send(post(kSubmit));
    while (node.held() == 0) {
      context.run_one();
    }
  }
  server.reset();
  node.release_all();
  context.run_for(10ms);
}

class FakeOps final : public net::OpsApi {
 public:
  net::ProbeAnswer liveness() override { return {.ok = true, .why = {}}; }
  net::ProbeAnswer readiness(const net::ReadinessBounds& bounds) override {
    return {.ok = bounds.min_peers.value_or(0) <= 3, .why = "3 peers"};
  }
  net::ProbeAnswer startup() override { return {.ok = true, .why = {}}; }
  std::string metrics() override { return "blockchain_peer_count 3\n"; }
  std::string version_json() override { return R"({"version":"0.1.0"})"; }
  std::string log_level() override { return "info"; }
  bool set_log_level(std::string_view) override { return true; }
};

class OpsPort : public ::testing::Test {
 protected:
  OpsPort() {
    EXPECT_TRUE(server_.start());
    thread_ = std::thread([this] { context_.run(); });
  }
  ~OpsPort() override {
    std::atomic<bool> stopped{false};
    server_.stop(1s, [&] { stopped = true; });
    EXPECT_TRUE(eventually([&] { return stopped.load(); }));
    context_.stop();
    thread_.join();
  }

  [[nodiscard]] std::uint16_t port() const { return server_.ports().at(0); }
  [[nodiscard]] static HttpAnswer get(RawClient& client, const std::string& target) {
    return client.ask("GET " + target + " HTTP/1.1\r\nHost: 10.1.2.3:9545\r\n\r\n");
  }

 private:
  boost::asio::io_context context_;
  FakeOps node_;
  net::OpsServer server_{
      context_.get_executor(), node_, {.listen = {{.host = "127.0.0.1", .port = 0}}}};
  std::thread thread_;
};

TEST_F(OpsPort, AnswersProbesAndScrapes) {
  RawClient client(port());
  EXPECT_EQ(get(client, "/livez").body, "ok\n");
  EXPECT_EQ(get(client, "/startupz").status, 200);
  EXPECT_EQ(get(client, "/readyz?minPeers=3&maxBlocksBehind=2").status, 200);
  EXPECT_EQ(get(client, "/readyz?minPeers=4").status, 503);
  EXPECT_EQ(get(client, "/metrics").body, "blockchain_peer_count 3\n");
  EXPECT_EQ(get(client, "/version").json().at("version").as_string(), "0.1.0");
  EXPECT_EQ(get(client, "/loglevel").json().at("level").as_string(), "info");
  EXPECT_EQ(client.ask(post(kInfo)).status, 404);
}

TEST_F(OpsPort, AnswersProbesWhateverConnectsAndAsksNothing) {
  RawClient scraper(port());
  EXPECT_EQ(get(scraper, "/metrics").status, 200);
  std::vector<std::unique_ptr<RawClient>> silent;
  for (std::size_t i = 0; i < 2 * net::kOpsConnectionsMax; ++i) {
    silent.push_back(std::make_unique<RawClient>(port()));
  }
  for (int i = 0; i < 25; ++i) {
    RawClient probe(port());
    EXPECT_EQ(get(probe, "/livez").status, 200) << i;
    silent.push_back(std::make_unique<RawClient>(port()));
  }
  EXPECT_EQ(get(scraper, "/metrics").status, 200);
}

}  // namespace
}  // namespace vitalstream::testing
