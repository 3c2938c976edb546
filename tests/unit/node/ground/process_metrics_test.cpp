#include "node/ground/process_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;

TEST(ProcessMetrics, OnePhaseIsOneAndTheOthersAreZero) {
  ProcessMetrics metrics;
  metrics.set({.phase = "following"});
  metrics.set({.phase = "halted"});
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_phase{phase=\"halted\"} 1\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_phase{phase=\"following\"} 0\n"));
}

TEST(ProcessMetrics, TellsWhatTheLogHasLostAndHowFarTheClockIsOff) {
  ProcessMetrics metrics;
  metrics.set({"idle", 7, milliseconds(-3'500), UnixMs{1'500}});
  metrics.set({"idle", 7, milliseconds(-3'500), UnixMs{1'500}});
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_log_lines_lost_total 7\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_clock_offset_seconds -3.5\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_last_block_timestamp_seconds 1.5\n"));
}

}  // namespace
}  // namespace vitalstream::node
