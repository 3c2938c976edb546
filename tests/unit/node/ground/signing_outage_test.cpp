#include "node/ground/signing_outage.hpp"

#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

TEST(SigningOutage, TheFirstVoteThatFailsIsTold) {
  SigningOutage outage;
  EXPECT_EQ(outage.on_failed(Instant{}), 1U);
}

TEST(SigningOutage, OfThoseThatFollowTheLogTellsNowAndThenHowMany) {
  SigningOutage outage;
  ASSERT_TRUE(outage.on_failed(Instant{}));
  EXPECT_EQ(outage.on_failed(Instant{} + seconds(1)), std::nullopt);
  EXPECT_EQ(outage.on_failed(Instant{} + seconds(9)), std::nullopt);
  EXPECT_EQ(outage.on_failed(Instant{} + seconds(10)), 3U);
  EXPECT_EQ(outage.on_failed(Instant{} + seconds(11)), std::nullopt);
}

TEST(SigningOutage, ThatItIsOverIsToldOnceWithHowManyWereLost) {
  SigningOutage outage;
  ASSERT_TRUE(outage.on_failed(Instant{}));
  EXPECT_FALSE(outage.on_failed(Instant{} + seconds(1)));
  EXPECT_EQ(outage.on_signed(), 2U);
  EXPECT_EQ(outage.on_signed(), 0U);
}

TEST(SigningOutage, TheFirstVoteOfTheNextOutageIsToldAtOnce) {
  SigningOutage outage;
  ASSERT_TRUE(outage.on_failed(Instant{}));
  EXPECT_EQ(outage.on_signed(), 1U);
  EXPECT_EQ(outage.on_failed(Instant{} + seconds(1)), 1U);
}

}  // namespace
}  // namespace vitalstream::node
