#include "node/ground/lane_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;

TEST(LaneMetrics, EveryReadingIsTold) {
  const std::string text = lane_metrics({1, 2, 3, 4, 5});
  EXPECT_THAT(text, HasSubstr("\nblockchain_lanes_withheld 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_own_lane_untaken_retries 2\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_own_lane_renewals_total 3\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_contents_wanted 4\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_contents_fetched_total 5\n"));
}

}  // namespace
}  // namespace vitalstream::node
