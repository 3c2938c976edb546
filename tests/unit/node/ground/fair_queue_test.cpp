// Who waits is served in turn, whatever others pile up.
#include "node/ground/fair_queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace vitalstream::node {
namespace {

using ::testing::ElementsAre;

struct FairQueueTest : ::testing::Test {
  std::vector<std::string> drain() {
    std::vector<std::string> order;
    while (!queue.empty()) {
      order.push_back(queue.pop());
    }
    return order;
  }
  FairQueue<std::string> queue{3};
  const consensus::ValidatorIndex one{1};
  const consensus::ValidatorIndex two{2};
};

TEST_F(FairQueueTest, GoesRoundTheSendersAndKeepsTheOrderOfEach) {
  for (const char* item : {"1a", "1b", "1c"}) {
    EXPECT_TRUE(queue.push(one, item));
  }
  EXPECT_TRUE(queue.push(two, "2a"));
  EXPECT_TRUE(queue.push(std::nullopt, "own"));
  EXPECT_TRUE(queue.push(two, "2b"));
  EXPECT_EQ(queue.size(), 6U);
  EXPECT_THAT(drain(), ElementsAre("1a", "2a", "own", "1b", "2b", "1c"));
}

TEST_F(FairQueueTest, WhoIsGoneHasNoTurnAnyMore) {
  EXPECT_TRUE(queue.push(one, "1a"));
  EXPECT_TRUE(queue.push(one, "1b"));
  EXPECT_TRUE(queue.push(two, "2a"));
  EXPECT_THAT(queue.take_all_of(one), ElementsAre("1a", "1b"));
  EXPECT_THAT(queue.take_all_of(one), ::testing::IsEmpty());
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_TRUE(queue.push(one, "1c"));
  EXPECT_THAT(drain(), ElementsAre("2a", "1c"));
}

TEST_F(FairQueueTest, OneThatComesBackStandsBehindThoseWhoWait) {
  EXPECT_TRUE(queue.push(one, "1a"));
  EXPECT_TRUE(queue.push(two, "2a"));
  EXPECT_TRUE(queue.push(two, "2b"));
  EXPECT_EQ(queue.pop(), "1a");
  EXPECT_TRUE(queue.push(one, "1b"));
  EXPECT_THAT(drain(), ElementsAre("2a", "1b", "2b"));
}

TEST_F(FairQueueTest, WhoMayNotBeServedKeepsItsTurn) {
  EXPECT_TRUE(queue.push(one, "1a"));
  EXPECT_TRUE(queue.push(two, "2a"));
  EXPECT_TRUE(queue.push(two, "2b"));
  const auto not_one = [&](WorkSender sender, const std::string&) { return sender != one; };
  EXPECT_EQ(queue.pop_of(not_one), "2a");
  EXPECT_EQ(queue.pop_of(not_one), "2b");
  EXPECT_EQ(queue.pop_of(not_one), std::nullopt);
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_TRUE(queue.push(two, "2c"));
  EXPECT_THAT(drain(), ElementsAre("1a", "2c"));
}

TEST_F(FairQueueTest, TheBoundIsEachPeersOwnAndTheNodeHasNone) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(queue.push(one, "1"));
  }
  EXPECT_FALSE(queue.push(one, "one too many"));
  EXPECT_TRUE(queue.push(two, "2"));
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(queue.push(std::nullopt, "own"));
  }
  EXPECT_EQ(queue.pop(), "1");
  EXPECT_TRUE(queue.push(one, "there is room again"));
  queue.clear();
  EXPECT_TRUE(queue.empty());
  EXPECT_TRUE(queue.push(one, "1"));
}

}  // namespace
}  // namespace vitalstream::node
