#include "node/app/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Metrics, PeerTrafficIsShownAsCounters) {
  Metrics metrics("1.2.3");
  PeerTraffic traffic;
  traffic.bytes_in = 100;
  traffic.bytes_out = 2'000;
  traffic.messages_in = 3;
  traffic.messages_out = 4;
  traffic.sessions_opened = 5;
  traffic.dropped = {{"Unconnected", 6}};
  metrics.set(traffic);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("# TYPE blockchain_peer_bytes_total counter\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_bytes_total{direction=\"in\"} 100\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_bytes_total{direction=\"out\"} 2000\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_messages_total{direction=\"in\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_messages_total{direction=\"out\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_sessions_total 5\n"));
  EXPECT_THAT(text,
              HasSubstr("blockchain_peer_messages_dropped_total{reason=\"Unconnected\"} 6\n"));
}

TEST(Metrics, ConnectionsAreRefusedAndCutByReason) {
  Metrics metrics("1.2.3");
  PeerTraffic traffic;
  traffic.refused = {{"UntrustedIssuer", 2}};
  traffic.closed = {{"Misbehaved", 1}, {"TooSlow", 7}};
  metrics.set(traffic);
  const std::string text = metrics.text();
  EXPECT_THAT(
      text,
      HasSubstr("blockchain_peer_connections_refused_total{reason=\"UntrustedIssuer\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_sessions_closed_total{reason=\"Misbehaved\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_sessions_closed_total{reason=\"TooSlow\"} 7\n"));
}

// Counts are of the whole time since the start, so that a second scrape does not add them again.
TEST(Metrics, ACountThatIsReadTwiceIsNotDoubled) {
  Metrics metrics("1.2.3");
  PeerTraffic traffic;
  traffic.bytes_in = 100;
  traffic.closed = {{"Shutdown", 1}};
  metrics.set(traffic);
  traffic.bytes_in = 130;
  metrics.set(traffic);
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_peer_bytes_total{direction=\"in\"} 130\n"));
  EXPECT_THAT(metrics.text(),
              HasSubstr("blockchain_peer_sessions_closed_total{reason=\"Shutdown\"} 1\n"));
}

TEST(Metrics, AReasonThatNeverOccurredHasNoLine) {
  Metrics metrics("1.2.3");
  metrics.set(PeerTraffic{});
  EXPECT_THAT(metrics.text(), Not(HasSubstr("blockchain_peer_sessions_closed_total{")));
}

TEST(Metrics, KeyOperationsAreCountedByOutcomeAndTimedByKind) {
  using crypto::provider::Operation;
  Metrics metrics("1.2.3");
  metrics.on_operation({"vault", Operation::Sign, "ok", std::chrono::microseconds(600)});
  metrics.on_operation({"vault", Operation::Sign, "unavailable", std::chrono::seconds(2)});
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_hsm_operations_total{op=\"sign\",outcome=\"ok\","
                              "provider=\"vault\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_hsm_operations_total{op=\"sign\","
                              "outcome=\"unavailable\",provider=\"vault\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_hsm_duration_seconds_count{op=\"sign\","
                              "provider=\"vault\"} 2\n"));
}

}  // namespace
}  // namespace vitalstream::node
