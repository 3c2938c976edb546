// What applications do: the same methods over HTTP and WebSocket, batches, notifications, waiting,
// pipelining.

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <set>

#include "net/rpc/method_table.hpp"
#include "tests/integration/rpc_world.hpp"

namespace vitalstream::testing {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

const std::string kSubmitParams = R"({"tx":"a.b.c"})";

TEST(RpcConversation, GivesTheSameAnswersOverHttpAndWebSocket) {
  RpcWorld world;
  RawClient http(world.port());
  WsClient ws(world.port());
  for (const net::RpcMethod* method : net::rpc_methods()) {
    const std::string text = request(method->name, method->example_params);
    const HttpAnswer over_http = http.ask(post(text));
    ASSERT_EQ(over_http.status, 200) << method->name;
    const json::value answer = over_http.json();
    EXPECT_EQ(answer, ws.ask(text)) << method->name;
    EXPECT_EQ(net::mismatch(*method->result, answer.at("result")).value_or(""), "") << method->name;
  }
}

TEST(RpcConversation, AnswersBatchesOverBoth) {
  RpcWorld world;
  const std::string batch =
      "[" + request("ledger_getInfo", "{}", 1) + "," + request("no_such", "{}", 2) + "," +
      request("tx_submit", kSubmitParams, 3) + R"(,{"jsonrpc":"2.0","method":"ledger_getInfo"}])";
  RawClient http(world.port());
  WsClient ws(world.port());
  for (const json::value& answer : {http.ask(post(batch)).json(), ws.ask(batch)}) {
    std::set<std::int64_t> ids;
    for (const auto& member : answer.as_array()) {
      ids.insert(member.at("id").as_int64());
    }
    EXPECT_EQ(ids, (std::set<std::int64_t>{1, 2, 3}));
  }
}

TEST(RpcConversation, DoesNotAnswerNotifications) {
  RpcWorld world;
  const std::string notification = R"({"jsonrpc":"2.0","method":"tx_submit","params":{"tx":"a"}})";
  RawClient http(world.port());
  EXPECT_EQ(http.ask(post(notification)).status, 204);
  WsClient ws(world.port());
  ws.send(notification);
  EXPECT_EQ(ws.ask(request("ledger_getInfo", "{}", 7)).at("id").as_int64(), 7);
  EXPECT_EQ(world.node.submissions().size(), 2U);
}

TEST(RpcConversation, AnswersOverWebSocketInAnyOrder) {
  RpcWorld world;
  world.node.hold_submissions = true;
  WsClient ws(world.port());
  for (int id = 0; id < 3; ++id) {
    ws.send(request("tx_submit", kSubmitParams, id));
  }
  ASSERT_TRUE(eventually([&] { return world.node.held() == 3; }));
  world.node.release(2);
  EXPECT_EQ(ws.read().at("id").as_int64(), 2);
  EXPECT_EQ(ws.ask(request("ledger_getInfo", "{}", 9)).at("id").as_int64(), 9);
  world.node.release(0);
  EXPECT_EQ(ws.read().at("id").as_int64(), 0);
  world.node.release(1);
  EXPECT_EQ(ws.read().at("id").as_int64(), 1);
}

TEST(RpcConversation, AnswersPipelinedRequestsInTheirOrder) {
  RpcWorld world;
  RawClient http(world.port());
  std::string requests;
  for (int id = 0; id < 200; ++id) {
    requests += post(request("ledger_getInfo", "{}", id));
  }
  http.send(requests);
  for (int id = 0; id < 200; ++id) {
    const HttpAnswer answer = http.read();
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.json().at("id").as_int64(), id);
  }
}

TEST(RpcConversation, HoldsAPipelinedRequestBackWhileOneIsUnderWay) {
  RpcWorld world;
  world.node.hold_submissions = true;
  RawClient http(world.port());
  http.send(post(request("tx_submit", kSubmitParams, 1)) +
            post(request("tx_submit", kSubmitParams, 2)));
  ASSERT_TRUE(eventually([&] { return world.node.held() == 1; }));
  world.node.release(0);
  EXPECT_EQ(http.read().json().at("id").as_int64(), 1);
  ASSERT_TRUE(eventually([&] { return world.node.held() == 2; }));
  world.node.release(1);
  EXPECT_EQ(http.read().json().at("id").as_int64(), 2);
}

TEST(RpcConversation, AnswersAClientThatShutsItsSendingSide) {
  RpcWorld world;
  world.node.hold_submissions = true;
  RawClient http(world.port());
  http.send(post(request("tx_submit", kSubmitParams)));
  http.shut_sending_side();
  ASSERT_TRUE(eventually([&] { return world.node.held() == 1; }));
  world.node.release(0);
  EXPECT_EQ(http.read().status, 200);
  EXPECT_TRUE(http.is_closed());
}

TEST(RpcConversation, SurvivesClientsThatLeaveWhileTheyWait) {
  RpcWorld world;
  world.node.hold_submissions = true;
  {
    RawClient http(world.port());
    http.send(post(request("tx_submit", kSubmitParams)));
    WsClient ws(world.port());
    ws.send(request("tx_submit", kSubmitParams));
    ASSERT_TRUE(eventually([&] { return world.node.held() == 2; }));
  }
  world.node.release_all();
  EXPECT_TRUE(eventually([&] { return world.stats().connections() == 0; }));
  EXPECT_EQ(RawClient(world.port()).ask(post(request("ledger_getInfo", "{}"))).status, 200);
}

TEST(RpcConversation, TakesTheLargestBodyAndSendsALargeAnswer) {
  RpcWorld world;
  world.node.block_bytes = 7U << 20U;
  RawClient http(world.port());
  std::string body = request("ledger_getBlock", "[1]");
  body.append(net::kRpcBodyBytesMax - body.size(), ' ');
  const HttpAnswer answer = http.ask(post(body));
  EXPECT_EQ(answer.status, 200);
  EXPECT_GT(answer.body.size(), 7U << 20U);
  WsClient ws(world.port());
  EXPECT_GT(ws.ask(body).at("result").at("fill").as_string().size(), 1U << 20U);
}

TEST(RpcConversation, ServesManyConnectionsAtOnce) {
  RpcWorld world;
  world.node.hold_submissions = true;
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 300; ++i) {
    clients.push_back(std::make_unique<RawClient>(world.port()));
    clients.back()->send(post(request("tx_submit", kSubmitParams, i)));
  }
  ASSERT_TRUE(eventually([&] { return world.node.held() == 300; }));
  world.node.release_all();
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(clients[static_cast<std::size_t>(i)]->read().json().at("id").as_int64(), i);
  }
}

TEST(RpcConversation, ServesThePlainPages) {
  RpcWorld world;
  RawClient http(world.port());
  EXPECT_EQ(http.ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
  const HttpAnswer status = http.ask("GET /consensus/status HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(status.json().at("view").as_int64(), 77);
}

TEST(RpcConversation, KeepsAnIdleWebSocketOpenWhileItsClientAnswersPings) {
  RpcWorld world(on_loopback({.idle_deadline = 200ms}));
  WsClient ws(world.port());
  // A client that reads answers pings; it learns of nothing else until the server stops.
  unsigned code = 0;
  std::thread reading([&] { code = ws.read_close(); });
  std::this_thread::sleep_for(700ms);
  world.begin_stop(10s);
  reading.join();
  EXPECT_EQ(code, 1001U);
}

TEST(RpcConversation, ClosesAnIdleWebSocketWhoseClientDoesNotAnswerPings) {
  RpcWorld world(on_loopback({.idle_deadline = 200ms}));
  WsClient ws(world.port());
  EXPECT_TRUE(eventually([&] { return world.stats().connections() == 0; }));
}

}  // namespace
}  // namespace vitalstream::testing
