// C17: what is missing is asked of whom should have it, then of others.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::index;
using testing::Script;

struct Fetching : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }
};

TEST_F(Fetching, MissingNullificationsAreFetchedInTheBackground) {
  script.certificate(make_nullify(Epoch{1}, View{3}));
  ASSERT_EQ(script.status().view, View{4});
  EXPECT_TRUE(script.sent<CertificatesRequest>().empty()) << "they may be on their way";
  script.pass(milliseconds(250));
  ASSERT_EQ(script.sent<CertificatesRequest>().size(), 1U);
  EXPECT_EQ(script.sent<CertificatesRequest>()[0],
            (CertificatesRequest{Epoch{1}, View{1}, View{2}}));
}

TEST_F(Fetching, EveryRetryAsksSomebodyElse) {
  script.certificate(make_nullify(Epoch{1}, View{3}));
  script.pass(milliseconds(250));
  script.pass(milliseconds(250));
  const auto sends = script.all<Send>();
  ASSERT_EQ(sends.size(), 2U);
  EXPECT_NE(sends[0].to, sends[1].to);
}

TEST_F(Fetching, EndsWhenTheGapIsClosed) {
  script.certificate(make_nullify(Epoch{1}, View{3}));
  script.certificate(make_nullify(Epoch{1}, View{2}));
  script.certificate(make_nullify(Epoch{1}, View{1}));
  script.clear();
  script.pass(seconds(1));
  EXPECT_TRUE(script.sent<CertificatesRequest>().empty());
}

TEST_F(Fetching, TheLeaderOfALaterViewIsAskedHowThisOneWasLeft) {
  const Block block = script.chain.block(script.chain.anchor(), View{2});
  script.propose(block, View{2}, View{0});
  EXPECT_TRUE(script.sent<CertificatesRequest>().empty()) << "it may be on its way";
  script.pass(milliseconds(50));
  ASSERT_EQ(script.all<Send>().size(), 1U);
  EXPECT_EQ(script.all<Send>()[0].to, index(3));
  EXPECT_EQ(script.sent<CertificatesRequest>()[0],
            (CertificatesRequest{Epoch{1}, View{1}, View{1}}));
}

TEST_F(Fetching, TheLanesAreToldAgainNowAndThen) {
  const Block block = script.chain.block(script.chain.anchor(), View{1}, {a_batch(10, 1)});
  script.propose(block, View{1}, View{0});
  ASSERT_EQ(script.all<FetchBatches>().size(), 1U);
  EXPECT_EQ(script.all<FetchBatches>()[0].from, index(2)) << "of whom proposed it";
  script.give(PayloadChanged{});
  EXPECT_EQ(script.all<FetchBatches>().size(), 1U);
  script.certificate(script.chain.notarize(block, View{1}, View{0}));
  ASSERT_EQ(script.all<FetchBatches>().size(), 2U);
  EXPECT_EQ(script.all<FetchBatches>()[1].from, index(1)) << "at once of a voter who is not that";
  script.give(PayloadChanged{});
  EXPECT_EQ(script.all<FetchBatches>().size(), 2U);
  script.pass(milliseconds(250));
  EXPECT_EQ(script.all<FetchBatches>().size(), 3U);
}

// C7: what the proposal of a nullified view names may be invented.
TEST_F(Fetching, TheFetchesOfANullifiedViewAreGivenUp) {
  script.propose(script.chain.block(script.chain.anchor(), View{1}, {a_batch(10, 1)}), View{1},
                 View{0});
  script.clear();
  script.certificate(make_nullify(Epoch{1}, View{1}));
  ASSERT_EQ(script.all<ForgetFetches>().size(), 1U);
  EXPECT_EQ(script.all<ForgetFetches>()[0].first, View{1});
  EXPECT_EQ(script.all<ForgetFetches>()[0].last, View{1});
}

TEST_F(Fetching, WhatANotarizedBlockNamesIsFetchedThoughItsViewIsNullified) {
  const Block block = script.chain.block(script.chain.anchor(), View{1}, {a_batch(10, 1)});
  script.propose(block, View{1}, View{0});
  script.certificate(script.chain.notarize(block, View{1}, View{0}));
  script.clear();
  script.certificate(make_nullify(Epoch{1}, View{1}));
  EXPECT_TRUE(script.all<ForgetFetches>().empty());
  script.pass(milliseconds(250));
  ASSERT_FALSE(script.all<FetchBatches>().empty());
  EXPECT_FALSE(script.all<FetchBatches>()[0].proposal) << "a quorum has voted for it";
}

TEST_F(Fetching, AFinalizationEndsTheFetchesOfEarlierViewsAndNotItsOwn) {
  const auto one = script.certify(script.anchor(), View{1});
  script.clear();
  script.finalize(one, View{2});
  ASSERT_EQ(script.all<ForgetFetches>().size(), 1U);
  EXPECT_EQ(script.all<ForgetFetches>()[0].first, View{0});
  EXPECT_EQ(script.all<ForgetFetches>()[0].last, View{1});
}

TEST_F(Fetching, ClaimedExecutionThatIsNotFinalHereIsFetched) {
  const auto one = script.certify(script.anchor(), View{1});
  Block block = script.chain.block(one.block, View{2});
  block.header.executed_height = Height{1};
  script.propose(block, View{2}, View{1});
  script.certificate(script.chain.notarize(block, View{2}, View{1}));
  EXPECT_TRUE(script.sent<FinalRangeRequest>().empty()) << "its finalization may be on its way";
  script.pass(milliseconds(50));
  ASSERT_FALSE(script.sent<FinalRangeRequest>().empty());
  EXPECT_EQ(script.sent<FinalRangeRequest>()[0].first, Height{1});
}

}  // namespace
}  // namespace vitalstream::consensus
