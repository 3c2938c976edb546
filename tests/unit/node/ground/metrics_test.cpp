#include "node/ground/metrics.hpp"

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
  traffic.accepted = 9;
  traffic.strangers = 8;
  traffic.handshakes = {{"peer", 7}};
  traffic.dropped = {{"Unconnected", 6}};
  metrics.set(traffic);
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

TEST(Metrics, WorkIsShownByPriorityAndByReason) {
  Metrics metrics("1.2.3");
  metrics.set(WorkReadings{{{"votes", 3}}, {{"batches", 4}}, {{"CertificatePlaces", 5}}});
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_verify_jobs_waiting{priority=\"votes\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_verify_jobs_refused_total{priority=\"batches\"} 4\n"));
  EXPECT_THAT(
      text, HasSubstr("blockchain_peer_work_refused_total{reason=\"CertificatePlaces\"} 5\n"));
}

// C18.
TEST(Metrics, SlowLeadersAreShownByName) {
  Metrics metrics("1.2.3");
  const consensus::ValidatorSet set(consensus::Epoch{1}, {{consensus::ValidatorId{1}, "one", {}},
                                                          {consensus::ValidatorId{2}, "two", {}}});
  metrics.set_pace(milliseconds(50), {milliseconds(20), milliseconds(250)}, set);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_delta_seconds 0.05\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_leader_time_seconds{leader=\"two\"} 0.25\n"));
}

TEST(Metrics, DataKeysAreShownByGeneration) {
  Metrics metrics("1.2.3");
  metrics.set_data_key_bytes(1, 4096);
  metrics.set_data_key_bytes(2, 8192);
  metrics.set_active_data_key(2, 60);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_storage_data_key_bytes{generation=\"1\"} 4096\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_storage_data_key_bytes{generation=\"2\"} 8192\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_storage_data_key_generation 2\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_storage_data_key_age_seconds 60\n"));
}

TEST(Metrics, ConnectionsAreRefusedAndCutByReason) {
  Metrics metrics("1.2.3");
  PeerTraffic traffic;
  traffic.refused = {{"UntrustedIssuer", 2}};
  traffic.closed = {{"Misbehaved", 1}, {"TooSlow", 7}};
  metrics.set(traffic);
  const std::string text = metrics.text();
  EXPECT_THAT(
      text, HasSubstr("blockchain_peer_connections_refused_total{reason=\"UntrustedIssuer\"} 2\n"));
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

TEST(Metrics, SkippedViewsAndMissedBlocksAreShownByValidator) {
  const consensus::ValidatorSet set(consensus::Epoch{1}, {{consensus::ValidatorId{1}, "alpha", {}},
                                                          {consensus::ValidatorId{2}, "beta", {}}});
  consensus::ViewCounts views;
  views.nullified = {3, 0};
  views.missed = {0, 7};
  views.missing_now = 1;
  Metrics metrics("1.2.3");
  metrics.set(views, set);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_nullified_views_total{leader=\"alpha\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_nullified_views_total{leader=\"beta\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_validator_missed_blocks_total{validator=\"beta\"} 7\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_missing_validators 1\n"));
}

TEST(Metrics, QuorumDelaysReadTwiceAreNotDoubled) {
  const consensus::ValidatorSet set(consensus::Epoch{1},
                                    {{consensus::ValidatorId{1}, "alpha", {}}});
  consensus::ViewStatistics statistics(1);
  Metrics metrics("1.2.3");
  statistics.on_quorum(milliseconds(250));
  metrics.set(statistics.counts(), set);
  statistics.on_quorum(milliseconds(500));
  metrics.set(statistics.counts(), set);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_quorum_delay_seconds_count 2\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_quorum_delay_seconds_sum 0.75\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_quorum_delay_seconds_bucket{le=\"0.25\"} 1\n"));
}

TEST(Metrics, CatchUpShowsTheTargetAndWhatIsLeft) {
  Metrics metrics("1.2.3");
  GaugeReadings readings;
  readings.height = 400;
  readings.catch_up_target = 1'000;
  metrics.set(readings);
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_catch_up_target_height 1000\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_catch_up_blocks_behind 600\n"));
  readings.catch_up_target = 0;
  metrics.set(readings);
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_catch_up_blocks_behind 0\n"));
}

TEST(Metrics, RequestsAreCountedByMethodAndCodeAndTimedByMethod) {
  net::RpcStats rpc(net::rpc_methods());
  const auto submit = *net::MethodTable(net::rpc_methods()).find("tx_submit");
  rpc.count_answer(submit, std::nullopt, std::chrono::milliseconds(3));
  rpc.count_answer(submit, net::RpcCause::Busy, std::chrono::microseconds(50));
  rpc.count_refusal(net::RpcCause::ParseError);
  Metrics metrics("1.2.3");
  metrics.set(rpc);
  metrics.set(rpc);
  const std::string text = metrics.text();
  EXPECT_THAT(text,
              HasSubstr("blockchain_rpc_requests_total{code=\"ok\",method=\"tx_submit\"} 1\n"));
  EXPECT_THAT(text,
              HasSubstr("blockchain_rpc_requests_total{code=\"busy\",method=\"tx_submit\"} 1\n"));
  EXPECT_THAT(text,
              HasSubstr("blockchain_rpc_requests_total{code=\"parse_error\",method=\"none\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_rpc_duration_seconds_count{method=\"tx_submit\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_rpc_duration_seconds_bucket{method=\"tx_submit\","
                              "le=\"0.0001\"} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("method=\"tx_get\""))) << "what never occurred has no line";
}

TEST(Metrics, CertificatesExpireByRole) {
  Metrics metrics("1.2.3");
  metrics.set_certificate_expiry("peer", 3'600);
  metrics.set_certificate_expiry("rpc", -1);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_certificate_expiry_seconds{role=\"peer\"} 3600\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_certificate_expiry_seconds{role=\"rpc\"} -1\n"));
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
