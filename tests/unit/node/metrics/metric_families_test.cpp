#include "node/metrics/metric_families.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "consensus/core/view_statistics.hpp"

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(MetricFamilies, EveryRowIsRegisteredUnderItsNameKindAndMeaning) {
  const std::string text = MetricFamilies().text();
  for (const MetricRow& row : kMetrics) {
    if (label_count(row) == 0) {
      EXPECT_THAT(text, HasSubstr("# HELP " + std::string(row.name) + " ")) << row.name;
    }
  }
  EXPECT_THAT(text, HasSubstr("# TYPE blockchain_height gauge\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE blockchain_blocks_total counter\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE blockchain_block_time_seconds histogram\n"));
}

TEST(MetricFamilies, NamesAreOfTheFormThatPrometheusAsksForAndUnique) {
  std::set<std::string_view> names;
  for (const MetricRow& row : kMetrics) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_TRUE(row.name.starts_with("blockchain_") || row.name.starts_with("process_"));
    EXPECT_EQ(row.kind == MetricKind::Counter, row.name.ends_with("_total")) << row.name;
    EXPECT_EQ(row.kind == MetricKind::Histogram, row.buckets != Buckets::None) << row.name;
  }
}

TEST(MetricFamilies, AReplacedGaugeShowsOnlyWhatIsNamedNow) {
  MetricFamilies metrics;
  metrics.replace(Metric::LedgerBytes, {{"state", 1}, {"index", 2}});
  metrics.replace(Metric::LedgerBytes, {{"index", 3}});
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_ledger_bytes{family=\"index\"} 3\n"));
  EXPECT_THAT(text, Not(HasSubstr("family=\"state\"")));
}

TEST(MetricFamilies, ASumBeyondTheBucketsGoesToTheLastOne) {
  MetricFamilies metrics;
  std::vector<std::uint64_t> counts(consensus::kQuorumDelayBounds.size() + 1);
  counts.back() = 2;
  metrics.raise_to(Metric::QuorumDelay, {counts, std::chrono::seconds(20)});
  counts.back() = 3;
  metrics.raise_to(Metric::QuorumDelay, {counts, std::chrono::seconds(30)});
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("blockchain_quorum_delay_seconds_count 3\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_quorum_delay_seconds_sum 30\n"));
  EXPECT_THAT(text, HasSubstr("blockchain_quorum_delay_seconds_bucket{le=\"5\"} 0\n"));
}

}  // namespace
}  // namespace vitalstream::node
