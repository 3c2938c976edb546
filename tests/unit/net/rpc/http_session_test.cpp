#include "net/rpc/http_session.hpp"

#include <gtest/gtest.h>

#include <array>
#include <charconv>

#include "net/rpc/rpc_site.hpp"
#include "tests/support/rpc_fixture.hpp"

namespace vitalstream::net {
namespace {

constexpr std::string_view kInfo = R"({"jsonrpc":"2.0","method":"ledger_getInfo","id":1})";
constexpr std::string_view kSubmit =
    R"({"jsonrpc":"2.0","method":"tx_submit","params":{"tx":"a"},"id":1})";

std::string post(std::string_view body, const std::string& more_fields = {}) {
  return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + more_fields +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

const std::string kChunkedHead =
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    "Transfer-Encoding: Chunked\r\n\r\n";

std::string hex(std::size_t number) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
  return {digits.data(), end};
}

class HttpSessionTest : public ::testing::Test {
 protected:
  HttpSessionTest() { bench_.caller = &session_; }

  // What is answered to these bytes.
  std::string ask(const std::string& bytes) {
    feed_.give(bytes);
    bench_.settle();
    return host_.take();
  }

  static int status(const std::string& answer) {
    return answer.size() < 12 ? 0 : std::stoi(answer.substr(9, 3));
  }

  testing::DispatcherBench bench_;
  RpcSite site_{bench_.dispatcher, bench_.node, bench_.stats, {}};
  testing::RecordingHost host_;
  HttpSession session_{host_, site_, bench_.limits};
  testing::SessionFeed feed_{session_};
};

TEST_F(HttpSessionTest, AnswersAPost) {
  const std::string answer = ask(post(kInfo));
  EXPECT_EQ(status(answer), 200);
  EXPECT_NE(answer.find("\"result\":{\"chain\":\"consortium-1\""), std::string::npos);
  EXPECT_NE(answer.find("Content-Type: application/json\r\n"), std::string::npos);
  EXPECT_FALSE(host_.finished);
}

TEST_F(HttpSessionTest, AnswersARequestThatArrivesByteByByte) {
  const std::string request = post(kInfo);
  for (std::size_t i = 0; i + 1 < request.size(); ++i) {
    EXPECT_EQ(ask(request.substr(i, 1)), "") << i;
  }
  EXPECT_EQ(status(ask(request.substr(request.size() - 1))), 200);
}

TEST_F(HttpSessionTest, KeepsAPipelinedRequestUntilTheOneBeforeIsAnswered) {
  bench_.node.hold_submissions = true;
  EXPECT_EQ(ask(post(kSubmit) + post(kInfo)), "");
  EXPECT_EQ(feed_.left(), post(kInfo));
  bench_.node.release_all();
  bench_.settle();
  const std::string first = host_.take();
  EXPECT_NE(first.find("txId"), std::string::npos);
  feed_.go_on();
  bench_.settle();
  EXPECT_NE(host_.take().find("consortium-1"), std::string::npos);
}

TEST_F(HttpSessionTest, AnswersNotificationsWithNoContent) {
  const std::string answer = ask(post(R"({"jsonrpc":"2.0","method":"ledger_getInfo"})"));
  EXPECT_EQ(status(answer), 204);
  EXPECT_EQ(answer.find("Content-Length"), std::string::npos);
}

TEST_F(HttpSessionTest, AnswersAnEmptyBodyWithAParseError) {
  EXPECT_NE(ask(post("")).find("-32700"), std::string::npos);
}

TEST_F(HttpSessionTest, RefusesByTheHeadWhatIsTooLarge) {
  const std::string head =
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ";
  const std::string largest = head + std::to_string(kRpcBodyBytesMax) + "\r\n\r\n";
  EXPECT_EQ(ask(largest), "");
  EXPECT_EQ(feed_.wanted(), kRpcBodyBytesMax);
  testing::RecordingHost other;
  HttpSession session(other, site_, bench_.limits);
  testing::SessionFeed(session).give(head + std::to_string(kRpcBodyBytesMax + 1) + "\r\n\r\n");
  EXPECT_EQ(status(other.sent), 413);
  EXPECT_NE(other.sent.find("-32074"), std::string::npos);
  EXPECT_NE(other.sent.find("at most 2097152 bytes"), std::string::npos);
  EXPECT_TRUE(other.finished);
}

TEST_F(HttpSessionTest, RefusesAHeadThatIsTooLarge) {
  const std::string start = "POST / HTTP/1.1\r\nHost: localhost\r\nX: ";
  EXPECT_EQ(ask(start + std::string(kRpcHeadBytesMax - start.size() - 1, 'x')), "");
  EXPECT_EQ(status(ask("x")), 431);
}

TEST_F(HttpSessionTest, DemandsALengthOrChunks) {
  for (const std::string fields :
       {"", "Transfer-Encoding: gzip\r\n", "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: chunked, chunked\r\n", "Transfer-Encoding: chunked;x\r\n",
        "Transfer-Encoding:\r\n"}) {
    testing::RecordingHost host;
    HttpSession session(host, site_, bench_.limits);
    testing::SessionFeed(session).give(kChunkedHead.substr(0, kChunkedHead.find("Transfer")) +
                                       fields + "\r\n0\r\n\r\n");
    EXPECT_EQ(status(host.sent), 411) << fields;
    EXPECT_TRUE(host.finished);
  }
}

TEST_F(HttpSessionTest, TakesABodyInChunks) {
  const std::string half = std::string(kInfo.substr(0, 20));
  const std::string rest = std::string(kInfo.substr(20));
  const std::string chunks =
      "14\r\n" + half + "\r\n" + hex(rest.size()) + ";a=b\r\n" + rest + "\r\n0\r\n\r\n";
  const std::string whole = ask(kChunkedHead + chunks + post(kInfo));
  EXPECT_EQ(status(whole), 200);
  EXPECT_NE(whole.find("HTTP/1.1 200", 1), std::string::npos);
  for (std::size_t i = 0; i + 1 < chunks.size(); ++i) {
    EXPECT_EQ(ask(i == 0 ? kChunkedHead + chunks[0] : chunks.substr(i, 1)), "") << i;
  }
  EXPECT_EQ(status(ask(chunks.substr(chunks.size() - 1))), 200);
  EXPECT_EQ(session_.held_bytes(), 0U);
}

TEST_F(HttpSessionTest, RefusesChunksThatAreTooLargeByTheirLine) {
  EXPECT_EQ(status(ask(kChunkedHead + hex(kRpcBodyBytesMax + 1) + "\r\n")), 413);
  EXPECT_TRUE(host_.finished);
}

TEST_F(HttpSessionTest, RefusesWhatABrowserCouldSend) {
  const std::pair<std::string, int> cases[] = {
      {"POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/json\r\n", 421},
      {"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n", 415},
      {"POST / HTTP/1.1\r\nHost: localhost\r\n", 415},
      {"POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n"
       "Content-Type: application/json\r\n",
       403},
      {"OPTIONS / HTTP/1.1\r\nHost: localhost\r\n", 405},
      {"GET / HTTP/1.1\r\nHost: localhost\r\n", 405},
      {"POST /other HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n", 404},
      {"GET /consensus/status HTTP/1.1\r\nHost: evil.example\r\n", 421},
  };
  for (const auto& [head, expected] : cases) {
    testing::RecordingHost host;
    HttpSession session(host, site_, bench_.limits);
    testing::SessionFeed(session).give(head + "Content-Length: 0\r\n\r\n");
    EXPECT_EQ(status(host.sent), expected) << head;
    EXPECT_TRUE(host.finished);
  }
}

TEST_F(HttpSessionTest, MeetsTheExpectationOnlyForWhatItWillRead) {
  const std::string answer =
      ask("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          "Expect: 100-continue\r\nContent-Length: 50\r\n\r\n");
  EXPECT_EQ(answer, "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(status(ask(std::string(kInfo))), 200);
}

TEST_F(HttpSessionTest, SaysNothingInBetweenToWhoSpeaksHttp10) {
  const std::string head =
      "POST / HTTP/1.0\r\nHost: localhost\r\nExpect: 100-continue\r\n"
      "Content-Type: application/json\r\nContent-Length: ";
  const std::string answer =
      ask(head + std::to_string(kInfo.size()) + "\r\n\r\n" + std::string(kInfo));
  EXPECT_EQ(status(answer), 200);
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
  EXPECT_TRUE(host_.finished);
}

TEST_F(HttpSessionTest, AnswersHeadAsItAnswersGetWithoutContent) {
  for (const std::string path : {"/healthz", "/consensus/status"}) {
    const std::string fields = " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const std::string got = ask("GET " + path + fields);
    EXPECT_EQ(status(got), 200) << path;
    EXPECT_EQ(ask("HEAD " + path + fields), got.substr(0, got.find("\r\n\r\n") + 4)) << path;
  }
  EXPECT_EQ(status(ask(post(kInfo))), 200);
}

TEST_F(HttpSessionTest, RefusesHeadOfWhatGetDoesNotServeWithoutContent) {
  const std::string answer = ask("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(status(answer), 405);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
  EXPECT_TRUE(host_.finished);
}

TEST_F(HttpSessionTest, RefusesAPeriodThatEndsBeforeItBegins) {
  const auto query = [](const std::string& from, const std::string& to) {
    return post(R"({"jsonrpc":"2.0","id":1,"method":"audit_query","params":{"from":)" + from +
                R"(,"to":)" + to + "}}");
  };
  EXPECT_NE(ask(query("1790000000001", "1790000000000")).find("to: must lie after from"),
            std::string::npos);
  EXPECT_NE(ask(query("1790000000000", "1790000000001")).find("\"entries\""), std::string::npos);
}

TEST_F(HttpSessionTest, TakesATargetInAbsoluteForm) {
  std::string request = post(kInfo);
  request.replace(0, std::string_view("POST /").size(), "POST http://localhost/");
  EXPECT_EQ(status(ask(request)), 200);
}

TEST_F(HttpSessionTest, IgnoresAnOfferOfAnotherProtocol) {
  EXPECT_EQ(status(ask(post(kInfo,
                            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                            "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n"))),
            200);
  EXPECT_EQ(status(ask(post(kInfo, "TE: trailers\r\nConnection: TE, keep-alive\r\n"))), 200);
}

TEST_F(HttpSessionTest, RefusesACompressedBodyForItsCoding) {
  const std::string answer = ask(post(kInfo, "Content-Encoding: gzip\r\n"));
  EXPECT_EQ(status(answer), 415);
  EXPECT_NE(answer.find("Content-Encoding: send the body as it is"), std::string::npos);
  EXPECT_NE(answer.find("Accept-Encoding: identity\r\n"), std::string::npos);
}

TEST_F(HttpSessionTest, RefusesAnUnknownExpectation) {
  EXPECT_EQ(status(ask(post(kInfo, "Expect: miracles\r\n"))), 417);
}

TEST_F(HttpSessionTest, NeverTakesAnUnreadBodyForARequest) {
  const std::string smuggled = post(kInfo);
  const std::string answer = ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                                 std::to_string(smuggled.size()) + "\r\n\r\n" + smuggled);
  EXPECT_EQ(status(answer), 400);
  EXPECT_TRUE(host_.finished);
  EXPECT_EQ(answer.find("consortium"), std::string::npos);
}

TEST_F(HttpSessionTest, ClosesWhenAskedTo) {
  const std::string answer = ask(post(kInfo, "Connection: close\r\n"));
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
  EXPECT_TRUE(host_.finished);
}

TEST_F(HttpSessionTest, ServesThePlainPages) {
  EXPECT_NE(ask("GET /consensus/status HTTP/1.1\r\nHost: localhost\r\n\r\n").find("\"view\":77"),
            std::string::npos);
  EXPECT_EQ(status(ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")), 200);
  bench_.node.healthy = false;
  const std::string ill = ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(status(ill), 503);
  EXPECT_NE(ill.find("no quorum"), std::string::npos);
}

TEST_F(HttpSessionTest, UpgradesToAWebSocketAsSpecified) {
  const std::string answer =
      ask("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  EXPECT_EQ(status(answer), 101);
  EXPECT_NE(answer.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"),
            std::string::npos);
  EXPECT_TRUE(host_.upgraded);
}

TEST_F(HttpSessionTest, RefusesAnUpgradeOfAnotherVersion) {
  const std::string answer =
      ask("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 8\r\n\r\n");
  EXPECT_EQ(status(answer), 426);
  EXPECT_NE(answer.find("Sec-WebSocket-Version: 13\r\n"), std::string::npos);
}

TEST_F(HttpSessionTest, TellsASlowClientThatItIsTooSlow) {
  EXPECT_EQ(ask("POST / HTTP/1.1\r\nHost: loc"), "");
  EXPECT_EQ(host_.phases.back(), SessionPhase::Head);
  session_.on_deadline();
  EXPECT_EQ(status(host_.take()), 408);
  EXPECT_TRUE(host_.finished);
}

TEST_F(HttpSessionTest, ClosesAnIdleConnectionWithoutAWord) {
  EXPECT_EQ(status(ask(post(kInfo))), 200);
  EXPECT_EQ(host_.phases.back(), SessionPhase::Idle);
  session_.on_deadline();
  EXPECT_EQ(host_.take(), "");
  EXPECT_TRUE(host_.finished);
}

TEST_F(HttpSessionTest, FinishesTheRequestUnderWayBeforeItStops) {
  bench_.node.hold_submissions = true;
  EXPECT_EQ(ask(post(kSubmit)), "");
  session_.on_stop();
  EXPECT_FALSE(host_.finished);
  bench_.node.release_all();
  bench_.settle();
  EXPECT_NE(host_.take().find("Connection: close"), std::string::npos);
  EXPECT_TRUE(host_.finished);
}

}  // namespace
}  // namespace vitalstream::net
