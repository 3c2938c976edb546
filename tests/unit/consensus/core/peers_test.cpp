// C12, C17: the other validators as partners in talk.
#include "consensus/core/peers.hpp"

#include <gtest/gtest.h>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {
namespace {

struct PeersTest : ::testing::Test {
  Peers peers{4, {.skip_timeout = seconds(3), .retry = milliseconds(400)}};
  const ValidatorIndex one{1};
  const ValidatorIndex two{2};
};

TEST_F(PeersTest, BeforeAnybodyHasConnectedEachMayBeReached) {
  EXPECT_TRUE(peers.connections().may_reach(one));
  peers.connect(two);
  EXPECT_FALSE(peers.connections().may_reach(one));
  EXPECT_TRUE(peers.connections().may_reach(two));
  peers.disconnect(two);
  EXPECT_TRUE(peers.connections().may_reach(one));
}

TEST_F(PeersTest, KnowWhoIsSilent) {
  peers.start(Instant{0});
  peers.heard(one, Instant{0} + seconds(3));
  EXPECT_FALSE(peers.activity().is_silent(one, Instant{0} + seconds(4)));
  EXPECT_TRUE(peers.activity().is_silent(two, Instant{0} + seconds(4)));
}

TEST_F(PeersTest, EachGetsItsAnswersAndNoMore) {
  peers.spend_answers(one, kCertificatesPerRetryMax, Instant{0});
  EXPECT_EQ(peers.answers_left(one, Instant{0}), 0U);
  EXPECT_EQ(peers.answers_left(two, Instant{0}), kCertificatesPerRetryMax);
  EXPECT_GT(peers.answers_left(one, Instant{0} + milliseconds(400)), 0U);
}

// A little less than one retry.
TEST_F(PeersTest, AStuckReportIsAnsweredOnceARetry) {
  EXPECT_TRUE(peers.may_answer_report(one, Instant{0}));
  peers.report_answered(one, Instant{0});
  EXPECT_FALSE(peers.may_answer_report(one, Instant{0} + milliseconds(299)));
  EXPECT_TRUE(peers.may_answer_report(two, Instant{0} + milliseconds(299)));
  EXPECT_TRUE(peers.may_answer_report(one, Instant{0} + milliseconds(300)));
}

}  // namespace
}  // namespace vitalstream::consensus
