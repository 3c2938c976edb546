#include "node/ground/query_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;

TEST(QueryMetrics, EveryReadingIsToldAndOnlyWhatIsNewIsAdded) {
  QueryMetrics metrics;
  QueryReadings readings;
  readings.waiting = 3;
  readings.refused_of_connection = 4;
  readings.refused_of_all = 5;
  readings.waits.front() = 6;
  readings.waits.back() = 1;
  readings.waited_sum = std::chrono::seconds(60);
  metrics.set(readings);
  readings.waiting = 2;
  metrics.set(readings);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("\nblockchain_queries_waiting 2\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_queries_refused_total{bound=\"connection\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_queries_refused_total{bound=\"all\"} 5\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_query_wait_seconds_count 7\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_query_wait_seconds_sum 60\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_query_wait_seconds_bucket{le=\"0.0001\"} 6\n"));
}

}  // namespace
}  // namespace vitalstream::node
