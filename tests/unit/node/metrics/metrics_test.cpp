#include "node/metrics/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;

TEST(Metrics, KeyOperationsAreCountedByOutcomeAndTimedByKind) {
  using crypto::provider::Operation;
  Metrics metrics("1.2.3");
  metrics.on_operation({"vault", Operation::Sign, "ok", std::chrono::microseconds(600)});
  metrics.on_operation({"vault", Operation::Sign, "unavailable", std::chrono::seconds(2)});
  const std::string text = metrics.families().text();
  EXPECT_THAT(text, HasSubstr("blockchain_hsm_operations_total{op=\"sign\",outcome=\"ok\","
                              "provider=\"vault\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_hsm_operations_total{op=\"sign\","
                              "outcome=\"unavailable\",provider=\"vault\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_hsm_duration_seconds_count{op=\"sign\","
                              "provider=\"vault\"} 2\n"));
}

TEST(Metrics, BlocksAndTheirResultsAreCounted) {
  Metrics metrics("1.2.3");
  metrics.on_block(3, milliseconds(20));
  metrics.on_final(milliseconds(40));
  metrics.on_results("ok", 5);
  metrics.on_submission_refused("busy");
  metrics.on_batch_stored(2, 700);
  metrics.on_journal_sync(milliseconds(1));
  metrics.on_evidence();
  metrics.on_alarm();
  metrics.on_seal_failed();
  const std::string text = metrics.families().text();
  EXPECT_THAT(text, HasSubstr("blockchain_build_info{compiler="));
  EXPECT_THAT(text, HasSubstr("version=\"1.2.3\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_blocks_total 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_batches_total 3\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_block_time_seconds_sum 0.02\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_consensus_latency_ms_sum 40\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_transactions_total{status=\"ok\"} 5\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_submissions_refused_total{reason=\"busy\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_lane_batches_total{lane=\"2\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_lane_bytes_total{lane=\"2\"} 700\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_sync_duration_seconds_count 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_evidence_total 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_alarms_total 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_seal_failures_total 1\n"));
}

}  // namespace
}  // namespace vitalstream::node
