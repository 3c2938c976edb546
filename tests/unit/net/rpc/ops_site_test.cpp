#include "net/rpc/ops_site.hpp"

#include <gtest/gtest.h>

#include "tests/support/rpc_fixture.hpp"

namespace vitalstream::net {
namespace {

class FakeOps final : public OpsApi {
 public:
  ProbeAnswer liveness() override { return {.ok = true, .why = {}}; }
  ProbeAnswer readiness(const ReadinessBounds& bounds) override {
    asked = bounds;
    return {.ok = false, .why = "1 peer of 2"};
  }
  ProbeAnswer startup() override { return {.ok = true, .why = {}}; }
  std::string metrics() override { return "blockchain_peer_count 1\n"; }
  std::string version_json() override { return R"({"version":"0.1.0"})"; }
  std::string log_level() override { return level; }
  bool set_log_level(std::string_view word) override {
    const bool known = word == "debug" || word == "info";
    level = known ? std::string(word) : level;
    return known;
  }

  ReadinessBounds asked;
  std::string level = "info";
};

class OpsSiteTest : public ::testing::Test {
 protected:
  std::string ask(const std::string& line, const std::string& more_fields = {}) {
    testing::RecordingHost host;
    HttpSession session(host, site_, limits_);
    session.is_local = is_local_;
    testing::SessionFeed(session).give(line + " HTTP/1.1\r\nHost: " + host_field_ + "\r\n" +
                                       more_fields + "\r\n");
    return host.sent;
  }
  int status(const std::string& line, const std::string& more_fields = {}) {
    return std::stoi(ask(line, more_fields).substr(9, 3));
  }

  bool is_local_ = true;
  std::string host_field_ = "localhost:9545";
  RpcLimits limits_;
  FakeOps node_;
  OpsSite site_{node_};
};

TEST_F(OpsSiteTest, AnswersProbes) {
  EXPECT_EQ(status("GET /livez"), 200);
  EXPECT_EQ(status("GET /startupz"), 200);
  EXPECT_EQ(status("GET /readyz"), 503);
  EXPECT_NE(ask("GET /readyz").find("1 peer of 2"), std::string::npos);
}

TEST_F(OpsSiteTest, HandsTheBoundsOfReadinessOn) {
  EXPECT_EQ(status("GET /readyz?minPeers=2&maxBlocksBehind=5"), 503);
  EXPECT_EQ(node_.asked.min_peers, 2U);
  EXPECT_EQ(node_.asked.max_blocks_behind, 5U);
  EXPECT_EQ(status("GET /readyz"), 503);
  EXPECT_FALSE(node_.asked.min_peers);
  EXPECT_EQ(status("GET /readyz?minPeers=two"), 400);
  EXPECT_EQ(status("GET /readyz?minPeers=99999999999999999999"), 400);
  EXPECT_EQ(status("GET /readyz?mayVote=true&minPeers=1"), 503);
  EXPECT_TRUE(node_.asked.may_vote);
  EXPECT_EQ(status("GET /readyz?mayVote=false"), 503);
  EXPECT_FALSE(node_.asked.may_vote);
}

TEST_F(OpsSiteTest, ABoundThatItDoesNotKnowDoesNotCountAsHeld) {
  for (const std::string query : {"mayVote", "mayVote=", "mayVote=yes", "mayvote=true", "minPeers",
                                  "minPeers=", "=", "&", "minPeers=1&&", "maxBlocksBehind=1&x"}) {
    EXPECT_EQ(status("GET /readyz?" + query), 400) << query;
  }
  EXPECT_NE(ask("GET /readyz?minPeers=two").find("whole numbers"), std::string::npos);
}

// Probes of Kubernetes come to the pod's address, with that as Host.
TEST_F(OpsSiteTest, GivesWhatItShowsToAnyAddressAndHost) {
  is_local_ = false;
  host_field_ = "10.0.0.1:9545";
  EXPECT_EQ(status("GET /livez"), 200);
  EXPECT_EQ(status("GET /metrics"), 200);
  EXPECT_EQ(status("GET /loglevel"), 200);
}

TEST_F(OpsSiteTest, SetsTheLogLevelForNobodyElsewhere) {
  is_local_ = false;
  EXPECT_EQ(status("PUT /loglevel?level=debug", "Content-Length: 0\r\n"), 403);
  EXPECT_NE(ask("PUT /loglevel?level=debug").find("loopback"), std::string::npos);
  EXPECT_EQ(node_.level, "info");
}

TEST_F(OpsSiteTest, SetsTheLogLevelForNoPageWhoseNameLeadsToLoopback) {
  host_field_ = "rebound.example:9545";
  EXPECT_EQ(status("PUT /loglevel?level=debug", "Content-Length: 0\r\n"), 421);
  EXPECT_EQ(node_.level, "info");
}

TEST_F(OpsSiteTest, ServesMetricsAndVersion) {
  const std::string metrics = ask("GET /metrics");
  EXPECT_NE(metrics.find("text/plain; version=0.0.4"), std::string::npos);
  EXPECT_NE(metrics.find("blockchain_peer_count 1\n"), std::string::npos);
  EXPECT_NE(ask("GET /version").find(R"({"version":"0.1.0"})"), std::string::npos);
}

TEST_F(OpsSiteTest, ShowsAndSetsTheLogLevel) {
  EXPECT_NE(ask("GET /loglevel").find(R"({"level":"info"})"), std::string::npos);
  EXPECT_EQ(status("PUT /loglevel?level=debug", "Content-Length: 0\r\n"), 200);
  EXPECT_EQ(node_.level, "debug");
  EXPECT_EQ(status("PUT /loglevel?level=loud"), 400);
  EXPECT_EQ(status("PUT /loglevel"), 400);
  EXPECT_NE(ask("PUT /loglevel").find("trace, debug"), std::string::npos);
}

TEST_F(OpsSiteTest, LetsNoWebPageSetTheLogLevel) {
  EXPECT_EQ(status("PUT /loglevel?level=debug", "Origin: http://evil.example\r\n"), 403);
  EXPECT_EQ(status("POST /loglevel?level=debug"), 405);
  EXPECT_EQ(node_.level, "info");
}

TEST_F(OpsSiteTest, AnswersHeadAsItAnswersGetWithoutContent) {
  for (const std::string path : {"/livez", "/readyz", "/startupz", "/metrics", "/version",
                                 "/loglevel", "/readyz?minPeers=two", "/nothing"}) {
    const std::string got = ask("GET " + path);
    EXPECT_EQ(ask("HEAD " + path), got.substr(0, got.find("\r\n\r\n") + 4)) << path;
  }
}

TEST_F(OpsSiteTest, NamesWhatAPathAllows) {
  EXPECT_NE(ask("POST /livez").find("Allow: GET, HEAD\r\n"), std::string::npos);
  EXPECT_NE(ask("POST /loglevel").find("Allow: GET, HEAD, PUT\r\n"), std::string::npos);
}

TEST_F(OpsSiteTest, HasNothingElse) {
  EXPECT_EQ(status("GET /"), 404);
  EXPECT_EQ(status("GET /ws"), 404);
  EXPECT_EQ(status("POST /metrics"), 405);
  EXPECT_EQ(status("GET /livez", "Content-Length: 5\r\n"), 400);
}

}  // namespace
}  // namespace vitalstream::net
