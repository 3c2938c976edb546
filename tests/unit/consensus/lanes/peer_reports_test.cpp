// L2: what a peer is known to hold, from the watermarks that it has sent.
#include "consensus/lanes/peer_reports.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "a_batch.hpp"

namespace vitalstream::consensus::testing {
namespace {

class PeerReportsTest : public ::testing::Test {
 protected:
  PeerReportsTest() {
    for (std::uint16_t i = 1; i < 4; ++i) {
      reports_.on_connected(peer(i));
    }
  }
  bool report(std::uint16_t from, const ABatch& batch) {
    return reports_.on_watermarks(peer(from), {{{lane(batch.id), batch.position()}}}, held_);
  }
  HeldBatches held_{validators(4), {}};
  PeerReports reports_;
};

TEST_F(PeerReportsTest, ReportOfWhatIsHeldMatches) {
  held_.hold(ABatch{.id = 2}.held());
  EXPECT_TRUE(report(1, ABatch{.id = 2}));
  EXPECT_EQ(reports_.latest(peer(1), lane(2)), ABatch{.id = 2}.position());
  EXPECT_EQ(reports_.matched(peer(1), lane(2)), ABatch{.id = 2}.position());
}

TEST_F(PeerReportsTest, ReportOfAnUnknownBatchMatchesOnceThatIsHeld) {
  report(1, ABatch{.id = 2});
  EXPECT_EQ(reports_.matched(peer(1), lane(2)), LanePosition{});
  held_.hold(ABatch{.id = 2}.held());
  reports_.on_grown(lane(2), held_);
  EXPECT_EQ(reports_.matched(peer(1), lane(2)), ABatch{.id = 2}.position());
}

TEST_F(PeerReportsTest, ReportOfTheFinalPositionMatchesThoughItIsHeldNoMore) {
  std::ignore = held_.apply_final(lane(2), std::vector{ABatch{.id = 2}.ref()});
  report(1, ABatch{.id = 2});
  EXPECT_EQ(reports_.matched(peer(1), lane(2)), ABatch{.id = 2}.position());
}

TEST_F(PeerReportsTest, LatestReportReplacesAndWhatMatchedStays) {
  held_.hold(ABatch{.id = 2}.held());
  report(1, ABatch{.id = 2});
  report(1, ABatch{.id = 2, .sequence = 2, .branch = 7});
  EXPECT_EQ(reports_.latest(peer(1), lane(2)),
            (ABatch{.id = 2, .sequence = 2, .branch = 7}.position()));
  EXPECT_EQ(reports_.matched(peer(1), lane(2)), ABatch{.id = 2}.position());
}

TEST_F(PeerReportsTest, LostConnectionTakesEverythingBack) {
  held_.hold(ABatch{.id = 2}.held());
  report(1, ABatch{.id = 2});
  reports_.on_disconnected(peer(1));
  EXPECT_EQ(reports_.latest(peer(1), lane(2)), LanePosition{});
  EXPECT_EQ(reports_.matched(peer(1), lane(2)), LanePosition{});
  EXPECT_FALSE(report(1, ABatch{.id = 2})) << "not connected";
}

TEST_F(PeerReportsTest, LaneOfNobodyIsNotRemembered) {
  report(1, ABatch{.id = 9});
  EXPECT_EQ(reports_.latest(peer(1), lane(9)), LanePosition{});
}

TEST_F(PeerReportsTest, PeersThatReportAtLeastAPositionAreNamed) {
  report(1, ABatch{.id = 2, .sequence = 3});
  report(3, ABatch{.id = 2, .sequence = 4});
  EXPECT_EQ(reports_.reporting(lane(2), ABatch{.id = 2, .sequence = 3}.position()),
            (std::vector{peer(1), peer(3)}));
  EXPECT_EQ(reports_.reporting(lane(2), ABatch{.id = 2, .sequence = 4}.position()),
            std::vector{peer(3)});
}

TEST_F(PeerReportsTest, OneLiarDoesNotRaiseWhatTwoReport) {
  report(1, ABatch{.id = 2, .sequence = 1, .incarnation = 99});
  EXPECT_EQ(reports_.reported_by(2, lane(2)), LanePosition{});
  report(2, ABatch{.id = 2, .sequence = 5, .incarnation = 3});
  EXPECT_EQ(reports_.reported_by(2, lane(2)).incarnation, Incarnation{3});
}

}  // namespace
}  // namespace vitalstream::consensus::testing
