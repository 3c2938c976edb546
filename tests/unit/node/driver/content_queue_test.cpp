#include "node/driver/content_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "node/driver/limits.hpp"

namespace vitalstream::node {
namespace {

using consensus::BatchDigest;
using consensus::ValidatorIndex;

constexpr std::size_t kValidators = 4;
const ValidatorIndex kOwn{1};
const Instant kStart{1'000'000};

BatchDigest numbered(std::size_t number) {
  Hash32 bytes{};
  bytes[0] = static_cast<std::uint8_t>(number);
  bytes[1] = static_cast<std::uint8_t>(number >> 8U);
  return BatchDigest{bytes};
}

class ContentQueueTest : public ::testing::Test {
 protected:
  // Whom it is asked of from `from` on within that time, looked at ever so often.
  std::vector<ValidatorIndex> asked_within(Instant from, Duration time) {
    std::vector<ValidatorIndex> peers;
    for (Instant now = from; now < from + time; now = now + milliseconds(250)) {
      for (const ContentQueue::Ask& ask : queue_.due(now)) {
        peers.push_back(ask.peer);
      }
    }
    return peers;
  }
  ContentQueue queue_{kValidators, kOwn};
};

TEST_F(ContentQueueTest, IsAskedOfOnePeerUntilItsTimeIsOver) {
  EXPECT_TRUE(queue_.add(numbered(0), kStart));
  const auto asks = queue_.due(kStart);
  ASSERT_EQ(asks.size(), 1U);
  EXPECT_EQ(asks[0].batch, numbered(0));
  EXPECT_EQ(queue_.asked_of(numbered(0)), asks[0].peer);
  EXPECT_EQ(queue_.asked().size(), 1U);
  EXPECT_TRUE(queue_.due(kStart + milliseconds(2'999)).empty());
  EXPECT_TRUE(queue_.add(numbered(0), kStart)) << "it is in it already";
  EXPECT_EQ(queue_.size(), 1U);
}

TEST_F(ContentQueueTest, EveryOtherIsAskedInTurnAndNeverTheOwn) {
  queue_.add(numbered(0), kStart);
  const auto peers = asked_within(kStart, milliseconds(9'750));
  ASSERT_EQ(peers.size(), 3U);
  EXPECT_EQ(std::ranges::count(peers, kOwn), 0);
  EXPECT_NE(peers[0], peers[1]);
  EXPECT_NE(peers[1], peers[2]);
  EXPECT_NE(peers[0], peers[2]);
}

TEST_F(ContentQueueTest, RoundWithoutSuccessIsFollowedByAPauseThatGrowsAndIsBounded) {
  queue_.add(numbered(0), kStart);
  EXPECT_EQ(asked_within(kStart, seconds(10)).size(), 3U);
  EXPECT_TRUE(asked_within(kStart + seconds(10), seconds(4)).empty());
  EXPECT_EQ(asked_within(kStart + seconds(14), seconds(12)).size(), 3U);
  EXPECT_TRUE(asked_within(kStart + seconds(26), seconds(7)).empty());
  const std::size_t later = asked_within(kStart + seconds(3'600), seconds(1'000)).size();
  EXPECT_GE(later, 6U) << "it never gives up";
  EXPECT_LE(later, 20U);
}

TEST_F(ContentQueueTest, WrongAnswerMovesOnAtOnce) {
  queue_.add(numbered(0), kStart);
  const ValidatorIndex first = queue_.due(kStart)[0].peer;
  queue_.fail(numbered(0), kStart + milliseconds(10));
  const auto again = queue_.due(kStart + milliseconds(10));
  ASSERT_EQ(again.size(), 1U);
  EXPECT_NE(again[0].peer, first);
}

TEST_F(ContentQueueTest, FewAreAskedAtOnceAndFewerOfOnePeer) {
  for (std::size_t i = 0; i < 80; ++i) {
    queue_.add(numbered(3 * i), kStart);  // all begin with one peer
  }
  EXPECT_EQ(queue_.due(kStart).size(), kContentsAskedOfPeerMax);
  for (std::size_t i = 0; i < 80; ++i) {
    queue_.add(numbered(3 * i + 1), kStart);
    queue_.add(numbered(3 * i + 2), kStart);
  }
  std::ignore = queue_.due(kStart);
  EXPECT_EQ(queue_.asked().size(), std::min(kContentsAskedMax, 3 * kContentsAskedOfPeerMax));
}

TEST_F(ContentQueueTest, WhatCameMakesRoomForTheNext) {
  for (std::size_t i = 0; i < 10; ++i) {
    queue_.add(numbered(3 * i), kStart);
  }
  const auto asks = queue_.due(kStart);
  queue_.remove(asks[0].batch);
  EXPECT_EQ(queue_.asked_of(asks[0].batch), std::nullopt);
  EXPECT_EQ(queue_.due(kStart).size(), 1U);
  EXPECT_EQ(queue_.size(), 9U);
}

TEST_F(ContentQueueTest, HoldsABoundedNumber) {
  for (std::size_t i = 0; i < kContentsQueuedMax; ++i) {
    EXPECT_TRUE(queue_.add(numbered(i), kStart));
  }
  EXPECT_TRUE(queue_.is_full());
  EXPECT_FALSE(queue_.add(numbered(kContentsQueuedMax), kStart));
}

TEST(ContentQueueOfOne, ThereIsNobodyToAsk) {
  ContentQueue queue(1, ValidatorIndex{0});
  queue.add(numbered(0), kStart);
  EXPECT_TRUE(queue.due(kStart).empty());
}

}  // namespace
}  // namespace vitalstream::node
