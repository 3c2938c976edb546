#include "node/metrics/chain_readings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;

// C18.
TEST(ChainReadings, SlowLeadersAreShownByName) {
  MetricFamilies metrics;
  const consensus::ValidatorSet set(consensus::Epoch{1}, {{consensus::ValidatorId{1}, "one", {}},
                                                          {consensus::ValidatorId{2}, "two", {}}});
  tell(metrics, PaceReadings{milliseconds(50), {milliseconds(20), milliseconds(250)}}, set);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_delta_seconds 0.05\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_leader_time_seconds{leader=\"two\"} 0.25\n"));
}

TEST(ChainReadings, SkippedViewsAndMissedBlocksAreShownByValidator) {
  const consensus::ValidatorSet set(consensus::Epoch{1}, {{consensus::ValidatorId{1}, "alpha", {}},
                                                          {consensus::ValidatorId{2}, "beta", {}}});
  consensus::ViewCounts views;
  views.nullified = {3, 0};
  views.missed = {0, 7};
  views.missing_now = 1;
  MetricFamilies metrics;
  tell(metrics, views, set);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_nullified_views_total{leader=\"alpha\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_nullified_views_total{leader=\"beta\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_validator_missed_blocks_total{validator=\"beta\"} 7\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_missing_validators 1\n"));
}

TEST(ChainReadings, QuorumDelaysReadTwiceAreNotDoubled) {
  const consensus::ValidatorSet set(consensus::Epoch{1},
                                    {{consensus::ValidatorId{1}, "alpha", {}}});
  consensus::ViewStatistics statistics(1);
  MetricFamilies metrics;
  statistics.on_quorum(milliseconds(250));
  tell(metrics, statistics.counts(), set);
  statistics.on_quorum(milliseconds(500));
  tell(metrics, statistics.counts(), set);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_quorum_delay_seconds_count 2\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_quorum_delay_seconds_sum 0.75\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_quorum_delay_seconds_bucket{le=\"0.25\"} 1\n"));
}

TEST(ChainReadings, CatchUpShowsTheTargetAndWhatIsLeft) {
  MetricFamilies metrics;
  ChainReadings readings;
  readings.height = 400;
  readings.catch_up_target = 1'000;
  tell(metrics, readings);
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_catch_up_target_height 1000\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_catch_up_blocks_behind 600\n"));
  readings.catch_up_target = 0;
  tell(metrics, readings);
  EXPECT_THAT(metrics.text(), HasSubstr("blockchain_catch_up_blocks_behind 0\n"));
}

TEST(LaneReadings, EveryReadingIsTold) {
  MetricFamilies metrics;
  tell(metrics, LaneReadings{1, 2, 3, 4, 5});
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("\nblockchain_lanes_withheld 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_own_lane_untaken_retries 2\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_own_lane_renewals_total 3\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_contents_wanted 4\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_contents_fetched_total 5\n"));
}

}  // namespace
}  // namespace vitalstream::node
