#include "node/metrics/peer_readings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(PeerReadings, PeerTrafficIsShownAsCounters) {
  MetricFamilies metrics;
  PeerTraffic traffic;
  traffic.bytes_in = 100;
  traffic.bytes_out = 2'000;
  traffic.messages_in = 3;
  traffic.messages_out = 4;
  traffic.sessions_opened = 5;
  traffic.accepted = 9;
  traffic.strangers = 8;
  traffic.handshakes = {{"peer", 7}};
  traffic.dropped = {{"Unconnected", 6}};
  tell(metrics, traffic);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("# TYPE blockchain_peer_bytes_total counter\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_bytes_total{direction=\"in\"} 100\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_bytes_total{direction=\"out\"} 2000\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_messages_total{direction=\"in\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_messages_total{direction=\"out\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_sessions_total 5\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_connections_accepted_total 9\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_strangers 8\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_handshakes_total{from=\"peer\"} 7\n"));
  EXPECT_THAT(text,
              HasSubstr("blockchain_peer_messages_dropped_total{reason=\"Unconnected\"} 6\n"));
}

TEST(PeerReadings, WorkIsShownByPriorityAndByReason) {
  MetricFamilies metrics;
  tell(metrics, WorkReadings{{{"votes", 3}}, {{"batches", 4}}, {{"CertificatePlaces", 5}}});
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_verify_jobs_waiting{priority=\"votes\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_verify_jobs_refused_total{priority=\"batches\"} 4\n"));
  EXPECT_THAT(text,
              HasSubstr("blockchain_peer_work_refused_total{reason=\"CertificatePlaces\"} 5\n"));
}

TEST(PeerReadings, ConnectionsAreRefusedAndCutByReason) {
  MetricFamilies metrics;
  PeerTraffic traffic;
  traffic.refused = {{"UntrustedIssuer", 2}};
  traffic.closed = {{"Misbehaved", 1}, {"TooSlow", 7}};
  tell(metrics, traffic);
  const std::string text = metrics.text();
  EXPECT_THAT(
      text, HasSubstr("blockchain_peer_connections_refused_total{reason=\"UntrustedIssuer\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_sessions_closed_total{reason=\"Misbehaved\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_peer_sessions_closed_total{reason=\"TooSlow\"} 7\n"));
}

// Counts are of the whole time since the start, so that a second scrape does not add them again.
TEST(PeerReadings, ACountThatIsReadTwiceIsNotDoubled) {
  MetricFamilies metrics;
  PeerTraffic traffic;
  traffic.bytes_in = 100;
  traffic.closed = {{"Shutdown", 1}};
  tell(metrics, traffic);
  traffic.bytes_in = 130;
  tell(metrics, traffic);
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_peer_bytes_total{direction=\"in\"} 130\n"));
  EXPECT_THAT(metrics.text(),
              HasSubstr("blockchain_peer_sessions_closed_total{reason=\"Shutdown\"} 1\n"));
}

TEST(PeerReadings, AReasonThatNeverOccurredHasNoLine) {
  MetricFamilies metrics;
  tell(metrics, PeerTraffic{});
  EXPECT_THAT(metrics.text(), Not(HasSubstr("blockchain_peer_sessions_closed_total{")));
}

}  // namespace
}  // namespace vitalstream::node
