#include "net/p2p/backoff.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

using std::chrono::milliseconds;

constexpr BackoffLimits kLimits{milliseconds{100}, milliseconds{5'000}};

TEST(Backoff, WaitsBetweenHalfAndAllOfADoublingBound) {
  Backoff backoff(kLimits, 7);
  for (const std::int64_t bound : {100, 200, 400, 800, 1'600, 3'200, 5'000, 5'000}) {
    const auto wait = backoff.next();
    EXPECT_GE(wait, milliseconds{bound / 2});
    EXPECT_LE(wait, milliseconds{bound});
  }
}

TEST(Backoff, StartsAgainAfterAStableSession) {
  Backoff backoff(kLimits, 7);
  for (int i = 0; i < 10; ++i) {
    static_cast<void>(backoff.next());
  }
  backoff.reset();
  EXPECT_LE(backoff.next(), kLimits.least);
}

TEST(Backoff, IsReproducibleFromItsSeedAndDiffersBetweenSeeds) {
  Backoff first(kLimits, 7);
  Backoff again(kLimits, 7);
  Backoff other(kLimits, 8);
  bool differs = false;
  for (int i = 0; i < 8; ++i) {
    const auto wait = first.next();
    EXPECT_EQ(wait, again.next());
    differs = differs || wait != other.next();
  }
  EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace vitalstream::net
