#include "node/metrics/process_readings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/ground/queue_stats.hpp"

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;

TEST(ProcessReadings, OnePhaseIsOneAndTheOthersAreZero) {
  MetricFamilies metrics;
  tell(metrics, ProcessReadings{.phase = "following"});
  tell(metrics, ProcessReadings{.phase = "halted"});
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_phase{phase=\"halted\"} 1\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_phase{phase=\"following\"} 0\n"));
}

TEST(ProcessReadings, TellsWhatTheLogHasLostAndHowFarTheClockIsOff) {
  MetricFamilies metrics;
  const ProcessReadings readings{.phase = "idle",
                                 .lost_log_lines = 7,
                                 .clock_offset = milliseconds(-3'500),
                                 .last_block = UnixMs{1'500},
                                 .descriptors = {12, 1'024},
                                 .tls_connections = 5};
  tell(metrics, readings);
  tell(metrics, readings);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_log_lines_lost_total 7\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_clock_offset_seconds -3.5\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_last_block_timestamp_seconds 1.5\n"));
  EXPECT_THAT(text, HasSubstr("process_open_fds 12\n"));
  EXPECT_THAT(text, HasSubstr("process_max_fds 1024\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_tls_connections_active 5\n"));
}

TEST(ProcessReadings, CertificatesExpireByRole) {
  MetricFamilies metrics;
  tell(metrics,
       ProcessReadings{.phase = "idle", .certificate_expiry_s = {{"peer", 3'600}, {"rpc", -1}}});
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_certificate_expiry_seconds{role=\"peer\"} 3600\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_certificate_expiry_seconds{role=\"rpc\"} -1\n"));
}

TEST(ProcessReadings, EveryRowOfTheTableOfQueuesIsToldUnderItsName) {
  stats_of(QueueId::EffectGate).set_waiting(7);
  MetricFamilies metrics;
  tell_queues(metrics);
  const std::string text = metrics.text();
  for (const QueueRow& row : kQueues) {
    EXPECT_THAT(text, HasSubstr("{queue=\"" + std::string(row.name) + "\"}"));
  }
  EXPECT_THAT(text, HasSubstr("\nblockchain_queue_waiting{queue=\"effect-gate\"} 7\n"));
}

}  // namespace
}  // namespace vitalstream::node
