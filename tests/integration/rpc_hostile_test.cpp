// What no honest client sends: ambiguous requests, requests of web pages, broken frames.

#include <gtest/gtest.h>

#include "tests/integration/rpc_world.hpp"

namespace vitalstream::testing {
namespace {

const std::string kInfo = request("ledger_getInfo", "{}");
const std::string kHead =
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
const std::string kChunked = kHead + "Transfer-Encoding: chunked\r\n";
const std::string kLength = "Content-Length: " + std::to_string(kInfo.size()) + "\r\n";

struct Smuggling {
  const char* name;
  std::string bytes;
  int status;
};

// Each carries a whole second request where a laxer reader might see one.
std::vector<Smuggling> attempts() {
  const std::string second = post(kInfo);
  return {
      {"two lengths", kHead + kLength + kLength + "\r\n" + kInfo + second, 400},
      {"two different lengths", kHead + kLength + "Content-Length: 0\r\n\r\n" + second, 400},
      {"a list of lengths", kHead + "Content-Length: 5, 5\r\n\r\n" + second, 400},
      {"a signed length", kHead + "Content-Length: +5\r\n\r\n" + second, 400},
      {"length and chunks",
       kHead + kLength + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second, 400},
      {"chunks and length", kHead + "Transfer-Encoding: chunked\r\n" + kLength + "\r\n0\r\n\r\n",
       400},
      {"hidden chunks", kHead + "Transfer-Encoding: xchunked\r\n\r\n" + second, 411},
      {"chunks with a blank before the colon",
       kHead + kLength + "Transfer-Encoding : chunked\r\n\r\n" + second, 400},
      {"a folded line", kHead + "X: a\r\n " + kLength + "\r\n" + second, 400},
      {"bare line feeds", "POST / HTTP/1.1\nHost: localhost\nContent-Length: 0\n\n" + second, 400},
      {"one bare line feed", kHead + "X: a\nContent-Length: 0\r\n\r\n" + second, 400},
      {"a bare carriage return", kHead + "X: a\rContent-Length: 0\r\n\r\n" + second, 400},
      {"an empty line first", "\r\n" + second, 400},
      {"a zero byte", kHead + std::string("X: a\0b\r\n\r\n", 10) + second, 400},
      {"two hosts", kHead + "Host: localhost\r\n" + kLength + "\r\n" + kInfo, 400},
      {"no host", "POST / HTTP/1.1\r\n" + kLength + "\r\n" + kInfo, 400},
      {"a target of another host than Host says",
       "POST http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n" + kLength + "\r\n" + kInfo, 400},
      {"an absolute target of a foreign host",
       "POST http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n" + kLength + "\r\n" + kInfo,
       421},
      {"an absolute target of a foreign scheme",
       "POST ftp://localhost/ HTTP/1.1\r\nHost: localhost\r\n" + kLength + "\r\n" + kInfo, 400},
      {"a user in an absolute target",
       "POST http://a@localhost/ HTTP/1.1\r\nHost: a@localhost\r\n" + kLength + "\r\n" + kInfo,
       421},
      {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
      {"a body of a GET",
       "GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + kLength + "\r\n" + second, 400},
  };
}

std::vector<Smuggling> attempts_in_chunks() {
  const std::string second = post(kInfo);
  return {
      {"chunks twice", kChunked + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second, 400},
      {"chunks in chunks", kHead + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 411},
      {"chunks of another coding", kHead + "Transfer-Encoding: gzip, chunked\r\n\r\n" + second,
       411},
      {"chunks in HTTP/1.0",
       "POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + second, 400},
      {"a chunk of no length", kChunked + "\r\n\r\n" + second, 400},
      {"a chunk of a signed length", kChunked + "\r\n+2\r\n{}\r\n0\r\n\r\n" + second, 400},
      {"a chunk of a length with a prefix", kChunked + "\r\n0x2\r\n{}\r\n0\r\n\r\n", 400},
      {"a chunk whose length is too long", kChunked + "\r\n10000000000000002\r\n{}\r\n", 400},
      {"a chunk longer than its length", kChunked + "\r\n2\r\n{}}\r\n0\r\n\r\n" + second, 400},
      {"a chunk that ends with a bare line feed", kChunked + "\r\n2\n{}\n0\n\n" + second, 400},
      {"a chunk that ends with a bare carriage return", kChunked + "\r\n2\r{}\r0\r\r", 400},
      {"a line feed in an extension", kChunked + "\r\n2;a\n\r\n{}\r\n0\r\n\r\n", 400},
      {"an endless extension", kChunked + "\r\n2;" + std::string(400, 'a'), 400},
      {"a trailer", kChunked + "\r\n2\r\n{}\r\n0\r\nHost: evil.example\r\n\r\n" + second, 400},
      {"a length in a trailer", kChunked + "\r\n2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n" + second,
       400},
  };
}

void expect_refused(const std::vector<Smuggling>& attempts) {
  RpcWorld world;
  for (const Smuggling& attempt : attempts) {
    RawClient http(world.port());
    EXPECT_EQ(http.ask(attempt.bytes).status, attempt.status) << attempt.name;
    bool closed = false;
    EXPECT_EQ(http.read_to_end(closed), "") << attempt.name;
    EXPECT_TRUE(closed) << attempt.name;
  }
}

TEST(RpcHostile, RefusesEveryAmbiguousRequestAndReadsNothingBehindIt) {
  expect_refused(attempts());
}

TEST(RpcHostile, RefusesEveryAmbiguousChunkAndReadsNothingBehindIt) {
  expect_refused(attempts_in_chunks());
}

TEST(RpcHostile, TakesWhatFollowsTheLastChunkForTheNextRequest) {
  RpcWorld world;
  RawClient http(world.port());
  http.send(kChunked + "\r\n0\r\n\r\n" + post(kInfo));
  EXPECT_EQ(http.read().code(), -32700);
  EXPECT_EQ(http.read().code(), 0);
}

TEST(RpcHostile, RefusesWhatAWebPageCouldSend) {
  RpcWorld world;
  const std::pair<std::string, int> cases[] = {
      {"POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/json\r\n", 421},
      {kHead + "Origin: https://evil.example\r\n", 403},
      {kHead + "Origin: null\r\n", 403},
      {"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n", 415},
      {"POST / HTTP/1.1\r\nHost: localhost\r\n"
       "Content-Type: application/x-www-form-urlencoded\r\n",
       415},
      {"POST / HTTP/1.1\r\nHost: localhost\r\n", 415},
  };
  for (const auto& [head, status] : cases) {
    RawClient http(world.port());
    EXPECT_EQ(http.ask(head + kLength + "\r\n" + kInfo).status, status) << head;
  }
}

TEST(RpcHostile, RefusesAWebSocketOfAForeignPage) {
  RpcWorld world;
  const std::string handshake =
      "GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
  EXPECT_EQ(RawClient(world.port())
                .ask(handshake + "Host: localhost\r\nOrigin: https://evil.example\r\n\r\n")
                .status,
            403);
  EXPECT_EQ(RawClient(world.port()).ask(handshake + "Host: evil.example\r\n\r\n").status, 421);
  EXPECT_EQ(RawClient(world.port()).ask(handshake + "Host: localhost\r\n\r\n").status, 101);
}

TEST(RpcHostile, ServesConfiguredNamesAndOrigins) {
  auto options = on_loopback();
  options.rules = {.host_names = {"node.north.example"}, .origins = {"https://console.example"}};
  RpcWorld world(std::move(options));
  const HttpAnswer answer = RawClient(world.port())
                                .ask(
                                    "POST / HTTP/1.1\r\nHost: node.north.example:8545\r\n"
                                    "Origin: https://console.example\r\n"
                                    "Content-Type: application/json\r\n" +
                                    kLength + "\r\n" + kInfo);
  EXPECT_EQ(answer.status, 200);
}

TEST(RpcHostile, ClosesBrokenFramesWithTheirCodes) {
  RpcWorld world;
  const std::pair<std::string, unsigned> cases[] = {
      {std::string("\x81\x02{}"), 1002},                              // not masked
      {std::string("\xc1\x82\1\2\3\4{}"), 1002},                      // a reserved bit
      {std::string("\x83\x82\1\2\3\4{}"), 1002},                      // an unknown opcode
      {std::string("\x80\x82\1\2\3\4{}"), 1002},                      // nothing to continue
      {std::string("\x82\x82\1\2\3\4{}"), 1003},                      // binary
      {std::string("\x81\xff\0\0\0\0\0\x20\0\1\1\2\3\4", 14), 1009},  // 2 MiB and one byte
      {std::string("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\1\2\3\4", 14), 1009},
      {std::string("\x81\x81\0\0\0\0\xff", 7), 1007},  // not UTF-8
  };
  for (const auto& [bytes, code] : cases) {
    WsClient ws(world.port());
    ws.stream().next_layer().send(boost::asio::buffer(bytes));
    EXPECT_EQ(ws.read_close(), code);
  }
}

TEST(RpcHostile, SurvivesGarbageOfEveryKind) {
  RpcWorld world;
  std::uint32_t state = 12'345;
  for (int round = 0; round < 300; ++round) {
    std::string garbage = round % 3 == 0 ? post(kInfo) : round % 3 == 1 ? std::string() : kHead;
    for (int i = 0; i < 200; ++i) {
      state = state * 1'664'525U + 1'013'904'223U;
      if (!garbage.empty() && i % 4 != 0) {
        garbage[state % garbage.size()] = static_cast<char>(state >> 24U);
      } else {
        garbage += static_cast<char>(state >> 24U);
      }
    }
    RawClient(world.port()).send(garbage);
  }
  EXPECT_EQ(RawClient(world.port()).ask(post(kInfo)).status, 200);
}

}  // namespace
}  // namespace vitalstream::testing
