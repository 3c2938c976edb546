// C12: a stuck replica says so.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Point;
using testing::Script;

struct StuckReports : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }
  void work() {
    script.payload.hold(a_batch(10, 1));
    script.give(PayloadChanged{});
  }
};

TEST_F(StuckReports, ReportsAfterItsNullifyHasHadTimeAndThenAtEveryRetry) {
  work();
  script.pass(milliseconds(149));
  EXPECT_TRUE(script.broadcasts<StuckReport>().empty());
  script.pass(milliseconds(1));
  EXPECT_EQ(script.broadcasts<StuckReport>().size(), 1U) << "leader timer and one Delta";
  script.pass(milliseconds(250));
  EXPECT_EQ(script.broadcasts<StuckReport>().size(), 2U);
}

TEST_F(StuckReports, ResendsItsNullify) {
  work();
  script.pass(milliseconds(400));
  EXPECT_EQ(script.broadcasts<Vote>().size(), 3U) << "cast once, resent twice";
  for (const Vote& vote : script.broadcasts<Vote>()) {
    EXPECT_EQ(vote.subject, make_nullify(Epoch{1}, View{1}));
  }
}

TEST_F(StuckReports, TellsWhatLetsOthersEnterItsView) {
  script.certificate(make_nullify(Epoch{1}, View{4}));
  work();
  script.pass(milliseconds(150));
  const auto reports = script.broadcasts<StuckReport>();
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0].view, View{5});
  EXPECT_EQ(reports[0].highest_final_view, View{0});
  ASSERT_TRUE(reports[0].best);
  EXPECT_EQ(reports[0].best->subject, make_nullify(Epoch{1}, View{4}));
}

TEST_F(StuckReports, ATipThatDoesNotBecomeFinalIsReportedWithItsFinalizeVote) {
  const Point one = script.certify(script.anchor(), View{1});
  script.clear();
  script.pass(milliseconds(150));
  EXPECT_EQ(script.broadcasts<StuckReport>().size(), 1U);
  EXPECT_TRUE(script.said(make_finalize(make_notarize(Epoch{1}, View{1}, View{0}, one.block))));
}

TEST_F(StuckReports, AsksForALostSignatureAgain) {
  script.answers_itself = false;
  work();
  script.pass(milliseconds(100));
  const auto nullify = make_nullify(Epoch{1}, View{1});
  ASSERT_TRUE(script.asked_to_sign(nullify));
  script.give(OwnVoteFailed{nullify});
  script.clear();
  script.pass(milliseconds(300));
  EXPECT_TRUE(script.asked_to_sign(nullify)) << "the same vote, so there is no second one";
  ASSERT_FALSE(script.all<Persist>().empty()) << "data that came since is synced with it";
  EXPECT_TRUE(script.all<Persist>()[0].records.empty());
}

TEST_F(StuckReports, SaysNothingInAnIdleView) {
  script.finalize(script.anchor(), View{1});
  script.clear();
  script.pass(seconds(5));
  EXPECT_TRUE(script.broadcasts<StuckReport>().empty());
}

}  // namespace
}  // namespace vitalstream::consensus
