#include "net/p2p/token_bucket.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

using std::chrono::milliseconds;

constexpr TokenBucket::TimePoint kStart{};

TEST(TokenBucket, BeginsFullAndIsEmptiedByABurst) {
  TokenBucket bucket({10, 3}, kStart);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(bucket.take(kStart));
  }
  EXPECT_FALSE(bucket.take(kStart));
}

TEST(TokenBucket, FillsAtItsRateUpToTheBurst) {
  TokenBucket bucket({10, 3}, kStart);
  while (bucket.take(kStart)) {
  }
  EXPECT_FALSE(bucket.take(kStart + milliseconds{99}));
  EXPECT_TRUE(bucket.take(kStart + milliseconds{101}));
  EXPECT_FALSE(bucket.take(kStart + milliseconds{101}));
  int taken = 0;
  while (bucket.take(kStart + milliseconds{100'000})) {
    ++taken;
  }
  EXPECT_EQ(taken, 3);
}

}  // namespace
}  // namespace vitalstream::net
