// C12: the answer to a stuck peer.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::Point;
using testing::Script;

constexpr ValidatorIndex kPeer{3};

struct OnStuckReport : ::testing::Test {
  Script script;
  Point final_point;

  // Final at view 1; view 2 certified, view 3 nullified; now in view 4.
  void SetUp() override {
    script.start();
    final_point = script.finalize(script.anchor(), View{1});
    script.certify(final_point, View{2});
    script.certificate(make_nullify(Epoch{1}, View{3}));
    script.clear();
  }
  void report(std::uint64_t view, std::uint64_t final_view, std::uint64_t epoch = 1) {
    script.give(StuckReportArrived{
        kPeer, StuckReport{Epoch{epoch}, View{view}, View{final_view}, std::nullopt}});
  }
  std::vector<Certificate> answers() const { return script.sent<Certificate>(); }
};

TEST_F(OnStuckReport, AnswersWithANewerFinalization) {
  report(1, 0);
  ASSERT_EQ(answers().size(), 1U);
  EXPECT_EQ(answers()[0].subject.kind, VoteKind::Finalize);
  EXPECT_EQ(answers()[0].subject.view, View{1});
}

TEST_F(OnStuckReport, AnswersWithTheCertificateByWhichItLeftThatView) {
  report(2, 1);
  ASSERT_EQ(answers().size(), 1U);
  EXPECT_EQ(answers()[0].subject.kind, VoteKind::Notarize);
  script.pass(milliseconds(250));
  script.clear();
  report(3, 1);
  ASSERT_EQ(answers().size(), 1U);
  EXPECT_EQ(answers()[0].subject, make_nullify(Epoch{1}, View{3}));
}

TEST_F(OnStuckReport, GivesBothToAPeerThatLacksBoth) {
  report(3, 0);
  EXPECT_EQ(answers().size(), 2U);
}

TEST_F(OnStuckReport, AnswersOncePerSenderAndRetry) {
  report(2, 1);
  report(2, 1);
  EXPECT_EQ(answers().size(), 1U);
  script.pass(milliseconds(250));
  report(2, 1);
  EXPECT_EQ(answers().size(), 2U);
}

TEST_F(OnStuckReport, HasNothingForAPeerInItsOwnViewOrAnotherEpoch) {
  report(4, 1);
  report(1, 0, 2);
  EXPECT_TRUE(answers().empty());
}

TEST_F(OnStuckReport, LearnsFromTheSendersBestCertificate) {
  StuckReport report{Epoch{1}, View{10}, View{1}, std::nullopt};
  report.best = script.chain.certificate(make_nullify(Epoch{1}, View{9}), {1, 2, 3});
  script.give(StuckReportArrived{kPeer, report});
  EXPECT_EQ(script.status().view, View{10});
}

}  // namespace
}  // namespace vitalstream::consensus
