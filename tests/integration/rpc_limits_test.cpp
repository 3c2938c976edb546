// Every limit of docs/api.md, exceeded one by one, and the code that it is refused with.

#include <gtest/gtest.h>

#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>

#include "tests/integration/rpc_world.hpp"

namespace vitalstream::testing {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

const std::string kInfo = request("ledger_getInfo", "{}");
const std::string kSubmit = request("tx_submit", R"({"tx":"a.b.c"})");

const std::string kChunkedHead =
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";

TEST(RpcLimits, RefusesABodyOneByteTooLargeBeforeItIsSent) {
  RpcWorld world;
  RawClient http(world.port());
  const HttpAnswer answer = http.ask(
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Content-Length: " +
      std::to_string(net::kRpcBodyBytesMax + 1) + "\r\n\r\n");
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.code(), -32074);
  EXPECT_TRUE(http.is_closed());
}

TEST(RpcLimits, LetsAClientThatSendsItAnywayReadTheRefusal) {
  RpcWorld world;
  RawClient http(world.port());
  const HttpAnswer answer = http.ask(post(std::string(4U << 20U, ' ')));
  EXPECT_EQ(answer.status, 413);
}

TEST(RpcLimits, RefusesAHeadThatIsTooLarge) {
  RpcWorld world;
  RawClient http(world.port());
  const HttpAnswer answer = http.ask("POST / HTTP/1.1\r\nHost: localhost\r\nX: " +
                                     std::string(net::kRpcHeadBytesMax, 'x'));
  EXPECT_EQ(answer.status, 431);
  EXPECT_EQ(answer.code(), -32075);
}

TEST(RpcLimits, RefusesABatchThatIsTooLarge) {
  RpcWorld world;
  std::string batch = "[" + kInfo;
  for (std::size_t i = 1; i < net::kRpcBatchMax; ++i) {
    batch += "," + kInfo;
  }
  RawClient http(world.port());
  EXPECT_EQ(http.ask(post(batch + "]")).json().as_array().size(), net::kRpcBatchMax);
  EXPECT_EQ(http.ask(post(batch + "," + kInfo + "]")).code(), -32007);
}

TEST(RpcLimits, RefusesJsonThatIsTooDeep) {
  RpcWorld world;
  RawClient http(world.port());
  EXPECT_EQ(http.ask(post(std::string(33, '[') + std::string(33, ']'))).code(), -32009);
}

TEST(RpcLimits, ReplacesAResponseThatIsTooLarge) {
  RpcWorld world;
  world.node.block_bytes = net::kRpcResponseBytesMax;
  RawClient http(world.port());
  EXPECT_EQ(http.ask(post(request("ledger_getBlock", "[1]"))).code(), -32008);
}

TEST(RpcLimits, RefusesTheSixtyFifthRequestInFlight) {
  RpcWorld world;
  world.node.hold_submissions = true;
  WsClient ws(world.port());
  for (std::size_t i = 0; i < net::kRpcInFlightMax; ++i) {
    ws.send(kSubmit);
  }
  const json::value refused = ws.ask(request("tx_submit", R"({"tx":"a"})", 99));
  EXPECT_EQ(refused.at("id").as_int64(), 99);
  EXPECT_EQ(refused.at("error").at("code").as_int64(), -32001);
  EXPECT_TRUE(refused.at("error").at("data").at("retryable").as_bool());
  EXPECT_GT(refused.at("error").at("data").at("retryAfterMs").as_int64(), 0);
  EXPECT_EQ(world.node.held(), net::kRpcInFlightMax);
  world.node.release_all();
  for (std::size_t i = 0; i < net::kRpcInFlightMax; ++i) {
    EXPECT_TRUE(ws.read().as_object().contains("result"));
  }
}

TEST(RpcLimits, CountsTheMembersOfABatchAsRequestsInFlight) {
  RpcWorld world(on_loopback({.in_flight_max = 3}));
  world.node.hold_submissions = true;
  WsClient ws(world.port());
  ws.send("[" + kSubmit + "," + kSubmit + "," + kSubmit + "," + kSubmit + "]");
  ASSERT_TRUE(eventually([&] { return world.node.held() == 3; }));
  world.node.release_all();
  const json::value answer = ws.read();
  std::size_t refused = 0;
  for (const auto& member : answer.as_array()) {
    const auto* error = member.as_object().if_contains("error");
    refused += error != nullptr && error->at("code").as_int64() == -32001 ? 1U : 0U;
  }
  EXPECT_EQ(answer.as_array().size(), 4U);
  EXPECT_EQ(refused, 1U);
}

TEST(RpcLimits, TellsOneConnectionTooManyThatItIs) {
  RpcWorld world(on_loopback({.connections_max = 3}));
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(std::make_unique<RawClient>(world.port()));
    EXPECT_EQ(clients.back()->ask(post(kInfo)).status, 200);
  }
  RawClient one_more(world.port());
  const HttpAnswer answer = one_more.ask(post(kInfo));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.code(), -32003);
  EXPECT_TRUE(one_more.is_closed());
  clients.pop_back();
  EXPECT_TRUE(eventually([&] { return RawClient(world.port()).ask(post(kInfo)).status == 200; }));
}

TEST(RpcLimits, TakesNineHundredConnections) {
  RpcWorld world;
  std::vector<std::unique_ptr<RawClient>> clients;
  for (std::size_t i = 0; i < net::kRpcConnectionsMax; ++i) {
    clients.push_back(std::make_unique<RawClient>(world.port()));
    ASSERT_EQ(clients.back()->ask(post(kInfo)).status, 200) << i;
  }
  EXPECT_EQ(world.stats().connections(), 900U);
  EXPECT_EQ(RawClient(world.port()).ask(post(kInfo)).status, 503);
}

TEST(RpcLimits, ClosesAConnectionThatSaysNothing) {
  RpcWorld world(on_loopback({.handshake_deadline = 50ms}));
  EXPECT_TRUE(RawClient(world.port()).is_closed());
}

TEST(RpcLimits, RefusesAHeadThatTrickles) {
  RpcWorld world(on_loopback({.head_deadline = 100ms}));
  RawClient http(world.port());
  const HttpAnswer answer = http.ask("POST / HTTP/1.1\r\nHo");
  EXPECT_EQ(answer.status, 408);
  EXPECT_EQ(answer.code(), -32081);
}

TEST(RpcLimits, DoesNotLetASteadyTrickleExtendTheDeadline) {
  RpcWorld world(on_loopback({.head_deadline = 150ms}));
  RawClient http(world.port());
  http.send("POST / HTTP/1.1\r\nX: ");
  const auto begin = std::chrono::steady_clock::now();
  while (http.send("x") && std::chrono::steady_clock::now() - begin < 400ms) {
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_EQ(http.read().status, 408);
}

TEST(RpcLimits, RefusesABodyThatTrickles) {
  RpcWorld world(on_loopback({.body_deadline = 100ms}));
  RawClient http(world.port());
  const std::string whole = post(kInfo);
  const HttpAnswer answer = http.ask(whole.substr(0, whole.size() - 1));
  EXPECT_EQ(answer.status, 408);
}

TEST(RpcLimits, ClosesAMessageThatTrickles) {
  RpcWorld world(on_loopback({.body_deadline = 100ms}));
  WsClient ws(world.port());
  ws.stream().next_layer().send(boost::asio::buffer("\x81\xfe", 2));
  EXPECT_EQ(ws.read_close(), 1008U);
}

TEST(RpcLimits, ClosesAConnectionThatIsIdle) {
  RpcWorld world(on_loopback({.idle_deadline = 100ms}));
  RawClient http(world.port());
  EXPECT_EQ(http.ask(post(kInfo)).status, 200);
  EXPECT_TRUE(http.is_closed());
}

TEST(RpcLimits, CutsAReaderThatTakesNothing) {
  RpcWorld world(on_loopback({.write_deadline = 200ms}));
  world.node.block_bytes = 6U << 20U;
  RawClient http(world.port());
  http.take_slowly();
  http.send(post(request("ledger_getBlock", "[1]")));
  EXPECT_TRUE(eventually([&] { return world.stats().cut_readers() == 1; }));
  EXPECT_TRUE(eventually([&] { return world.stats().connections() == 0; }));
}

TEST(RpcLimits, CutsAReaderThatTakesItsAnswerByDrops) {
  RpcWorld world(on_loopback({.piece_deadline = 300ms}));
  world.node.block_bytes = 6U << 20U;
  RawClient http(world.port());
  http.take_slowly();
  http.send(post(request("ledger_getBlock", "[1]")));
  EXPECT_TRUE(eventually([&] {
    static_cast<void>(http.take_some());
    return world.stats().cut_readers() == 1;
  }));
}

TEST(RpcLimits, AnswersShortlyWhileTooMuchIsUnread) {
  net::RpcLimits limits;
  limits.response_bytes_max = 1U << 20U;
  limits.outbound_bytes_max = 4U << 20U;
  RpcWorld world(on_loopback(limits));
  world.node.block_bytes = 900'000;
  WsClient ws(world.port());
  constexpr int kRequests = 40;
  for (int i = 0; i < kRequests; ++i) {
    ws.send(request("ledger_getBlock", "[1]", i));
  }
  int whole = 0;
  for (int i = 0; i < kRequests; ++i) {
    const json::value answer = ws.read();
    const auto* error = answer.as_object().if_contains("error");
    whole += error == nullptr ? 1 : 0;
    EXPECT_TRUE(error == nullptr || error->at("code").as_int64() == -32002);
  }
  EXPECT_GE(whole, 3);
  EXPECT_EQ(world.stats().cut_readers(), 0U);
}

TEST(RpcLimits, StopsReadingFromAClientThatDoesNotRead) {
  net::RpcLimits limits;
  limits.outbound_bytes_pause = 100'000;
  RpcWorld world(on_loopback(limits));
  world.node.block_bytes = 90'000;
  WsClient ws(world.port());
  constexpr int kRequests = 600;
  for (int i = 0; i < kRequests; ++i) {
    ws.send(request("ledger_getBlock", "[1]", i));
  }
  for (int i = 0; i < kRequests; ++i) {
    ASSERT_TRUE(ws.read().as_object().contains("id")) << i;
  }
  EXPECT_EQ(world.stats().cut_readers(), 0U);
}

TEST(RpcLimits, RefusesInputThatAllConnectionsTogetherMayNotHold) {
  RpcWorld world(on_loopback({.input_bytes_total = 1'000'000}));
  const std::string large = post(std::string(900'000, ' '));
  RawClient first(world.port());
  first.send(large.substr(0, 500'000));
  RawClient second(world.port());
  EXPECT_TRUE(eventually([&] {
    const HttpAnswer answer = RawClient(world.port()).ask(large.substr(0, 500));
    return answer.status == 503 && answer.code() == -32002;
  }));
  first.send(large.substr(500'000));
  EXPECT_EQ(first.read().status, 200);
}

TEST(RpcLimits, CountsChunksAsInput) {
  RpcWorld world(on_loopback({.input_bytes_total = 300'000}));
  RawClient http(world.port());
  const HttpAnswer answer = http.ask(kChunkedHead + "927c0\r\n" + std::string(550'000, ' '));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.code(), -32002);
}

TEST(RpcLimits, CountsFragmentsAsInput) {
  RpcWorld world(on_loopback({.input_bytes_total = 300'000}));
  // Of 10,000 bytes, and never the last.
  const std::string fragment = std::string("\x27\x10\0\0\0\0", 6) + std::string(10'000, ' ');
  std::string bytes = "\x01\xfe" + fragment;
  for (int i = 1; i < 60; ++i) {
    bytes += std::string("\x00\xfe", 2) + fragment;
  }
  WsClient ws(world.port());
  boost::asio::write(ws.stream().next_layer(), boost::asio::buffer(bytes));
  EXPECT_EQ(ws.read_close(), 1013U);
}

TEST(RpcLimits, RefusesChunksThatTrickle) {
  RpcWorld world(on_loopback({.body_deadline = 100ms}));
  RawClient http(world.port());
  EXPECT_EQ(http.ask(kChunkedHead + "2\r\n{}\r\n0\r\n").status, 408);
}

TEST(RpcLimits, RefusesRequestsThatAllConnectionsTogetherMayNotHold) {
  RpcWorld world(on_loopback({.in_flight_bytes_total = 50}));
  world.node.hold_submissions = true;
  WsClient first(world.port());
  first.send(kSubmit);
  ASSERT_TRUE(eventually([&] { return world.node.held() == 1; }));
  RawClient second(world.port());
  EXPECT_EQ(second.ask(post(kInfo)).code(), -32002);
  world.node.release_all();
  EXPECT_TRUE(first.read().as_object().contains("result"));
  EXPECT_EQ(second.ask(post(kInfo)).code(), 0);
}

TEST(RpcLimits, RefusesSubmissionsWhileTheNodeIsBusy) {
  RpcWorld world;
  world.node.busy_ms = 321;
  RawClient http(world.port());
  const HttpAnswer answer = http.ask(post(kSubmit));
  EXPECT_EQ(answer.code(), -32000);
  EXPECT_EQ(answer.json().at("error").at("data").at("retryAfterMs").as_int64(), 321);
  EXPECT_EQ(http.ask(post(kInfo)).code(), 0);
}

TEST(RpcLimits, ShowsItsLimitsInNodeInfo) {
  RpcWorld world(on_loopback({.in_flight_max = 5}));
  const json::value info = RawClient(world.port()).ask(post(request("node_getInfo", "{}"))).json();
  EXPECT_EQ(info.at("result").at("limits").at("inFlight").as_int64(), 5);
}

}  // namespace
}  // namespace vitalstream::testing
