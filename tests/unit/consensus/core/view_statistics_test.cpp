#include "consensus/core/view_statistics.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace vitalstream::consensus {
namespace {

using Voted = std::vector<View>;

TEST(ViewStatistics, NullifiedViewsCountForTheirLeader) {
  ViewStatistics statistics(4);
  statistics.on_nullified(ValidatorIndex{2});
  statistics.on_nullified(ValidatorIndex{2});
  statistics.on_nullified(ValidatorIndex{0});
  EXPECT_EQ(statistics.counts().nullified, (std::vector<std::uint64_t>{1, 0, 2, 0}));
}

TEST(ViewStatistics, FirstFinalBlockAfterAStartBlamesNobody) {
  ViewStatistics statistics(4);
  statistics.on_final(View{50}, Voted(4));
  EXPECT_EQ(statistics.counts().missing_now, 0U);
  EXPECT_EQ(statistics.counts().missed, std::vector<std::uint64_t>(4, 0));
}

TEST(ViewStatistics, WhoHasNotVotedSinceTheFinalBlockBeforeIsMissing) {
  ViewStatistics statistics(4);
  statistics.on_final(View{5}, Voted(4));
  statistics.on_final(View{7}, Voted{View{7}, View{5}, View{4}, View{0}});
  EXPECT_EQ(statistics.counts().missing_now, 2U);
  EXPECT_EQ(statistics.counts().missed, (std::vector<std::uint64_t>{0, 0, 1, 1}));
}

TEST(ViewStatistics, WhoVotesAgainIsMissingNoMoreAndWhatItMissedStays) {
  ViewStatistics statistics(4);
  statistics.on_final(View{5}, Voted(4));
  statistics.on_final(View{6}, Voted{View{6}, View{6}, View{6}, View{1}});
  statistics.on_final(View{7}, Voted(4, View{7}));
  EXPECT_EQ(statistics.counts().missing_now, 0U);
  EXPECT_EQ(statistics.counts().missed, (std::vector<std::uint64_t>{0, 0, 0, 1}));
}

TEST(ViewStatistics, QuorumDelayCountsUnderTheLeastBoundThatHoldsIt) {
  ViewStatistics statistics(4);
  statistics.on_quorum(milliseconds(1));
  statistics.on_quorum(microseconds(1'001));
  statistics.on_quorum(seconds(60));
  const ViewCounts& counts = statistics.counts();
  EXPECT_EQ(counts.quorum_delays.front(), 1U);
  EXPECT_EQ(counts.quorum_delays[1], 1U);
  EXPECT_EQ(counts.quorum_delays.back(), 1U);
  EXPECT_EQ(std::accumulate(counts.quorum_delays.begin(), counts.quorum_delays.end(), 0U), 3U);
  EXPECT_EQ(counts.quorum_delay_sum, microseconds(60'002'001));
}

}  // namespace
}  // namespace vitalstream::consensus
