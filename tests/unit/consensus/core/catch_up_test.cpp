// S1: whom to ask for which final blocks.
#include "consensus/core/catch_up.hpp"

#include <gtest/gtest.h>

#include <set>

#include "a_chain.hpp"
#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {
namespace {

using testing::index;

constexpr Duration kRetry = milliseconds(250);
constexpr Instant kNow{1'000'000};
const Connections kUnknown;

TEST(CatchUp, AsksSeveralPeersForDifferentRanges) {
  CatchUp catch_up(4, index(0), kRetry, kUnknown);
  const auto requests = catch_up.plan(FinalChain(Height{0}), Height{1'000}, kNow);
  ASSERT_EQ(requests.size(), 3U) << "one request for each of the other three";
  std::set<ValidatorIndex> peers;
  std::set<Height> firsts;
  for (const auto& [peer, request] : requests) {
    EXPECT_NE(peer, index(0));
    EXPECT_EQ(request.count, kRangeBlocksMax);
    peers.insert(peer);
    firsts.insert(request.first);
  }
  EXPECT_EQ(peers.size(), 3U);
  EXPECT_EQ(firsts,
            (std::set{Height{1}, Height{1 + kRangeBlocksMax}, Height{1 + 2 * kRangeBlocksMax}}));
}

TEST(CatchUp, AsksForNothingTwiceAtATime) {
  CatchUp catch_up(10, index(0), kRetry, kUnknown);
  const FinalChain chain(Height{0});
  EXPECT_EQ(catch_up.plan(chain, Height{64}, kNow).size(), 1U);
  EXPECT_TRUE(catch_up.plan(chain, Height{64}, kNow).empty());
  EXPECT_EQ(catch_up.plan(chain, Height{10'000}, kNow).size(), kRangesOutstandingMax - 1);
}

TEST(CatchUp, LeavesOutHeightsThatAreKnown) {
  CatchUp catch_up(4, index(0), kRetry, kUnknown);
  FinalChain chain(Height{0});
  ASSERT_TRUE(chain.add(Height{1}, testing::sample_digest<BlockDigest>(1)));
  const auto requests = catch_up.plan(chain, Height{2}, kNow);
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].second.first, Height{2});
}

TEST(CatchUp, AsksSomebodyElseWhenNoAnswerComes) {
  CatchUp catch_up(4, index(0), kRetry, kUnknown);
  const FinalChain chain(Height{0});
  const auto first = catch_up.plan(chain, Height{10}, kNow);
  ASSERT_EQ(first.size(), 1U);
  const auto due = catch_up.due(kNow);
  ASSERT_TRUE(due);
  const auto second = catch_up.plan(chain, Height{10}, *due);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_NE(second[0].first, first[0].first);
  EXPECT_FALSE(catch_up.take_answered(first[0].first)) << "too late: it counts as not asked";
}

TEST(CatchUp, APeerWithNothingToGiveRests) {
  CatchUp catch_up(2, index(0), kRetry, kUnknown);
  const FinalChain chain(Height{0});
  ASSERT_EQ(catch_up.plan(chain, Height{10}, kNow).size(), 1U);
  ASSERT_TRUE(catch_up.take_answered(index(1)));
  catch_up.rest(index(1), kNow);
  EXPECT_TRUE(catch_up.plan(chain, Height{10}, kNow).empty());
  EXPECT_EQ(catch_up.due(kNow), kNow + kRetry);
  EXPECT_EQ(catch_up.plan(chain, Height{10}, kNow + kRetry).size(), 1U);
}

TEST(CatchUp, TakesNoAnswerThatWasNotAskedFor) {
  CatchUp catch_up(4, index(0), kRetry, kUnknown);
  EXPECT_FALSE(catch_up.take_answered(index(1)));
}

TEST(CatchUp, AsksNobodyWhoIsNotConnected) {
  const Connections connections{{index(2)}};
  CatchUp catch_up(4, index(0), kRetry, connections);
  const FinalChain chain(Height{0});
  const auto requests = catch_up.plan(chain, Height{1'000}, kNow);
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].first, index(2));
}

TEST(CatchUp, WhatSomebodyWasAskedForWhoLeftIsAskedOfAnother) {
  CatchUp catch_up(4, index(0), kRetry, kUnknown);
  const FinalChain chain(Height{0});
  const auto first = catch_up.plan(chain, Height{10}, kNow);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_TRUE(catch_up.plan(chain, Height{10}, kNow).empty());
  catch_up.forget(first[0].first);
  EXPECT_EQ(catch_up.plan(chain, Height{10}, kNow).size(), 1U);
}

}  // namespace
}  // namespace vitalstream::consensus
