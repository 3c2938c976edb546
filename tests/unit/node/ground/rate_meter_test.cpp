#include "node/ground/rate_meter.hpp"

#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

Instant at_ms(std::int64_t ms) { return Instant{ms * 1'000}; }

TEST(RateMeter, TheFirstLookKnowsNoRate) { EXPECT_EQ(RateMeter{}.look(1'000'000, at_ms(5)), 0); }

TEST(RateMeter, TwoLooksAtOneInstantKnowNoRate) {
  RateMeter meter;
  static_cast<void>(meter.look(0, at_ms(5)));
  EXPECT_EQ(meter.look(10, at_ms(5)), 0);
}

TEST(RateMeter, TheRateIsTheGrowthPerSecond) {
  RateMeter meter;
  static_cast<void>(meter.look(100, at_ms(1'000)));
  EXPECT_DOUBLE_EQ(meter.look(150, at_ms(1'500)), 100);
  EXPECT_DOUBLE_EQ(meter.look(150, at_ms(3'000)), 25);
}

TEST(RateMeter, WhatLiesMoreThanTenSecondsBackIsForgotten) {
  RateMeter meter;
  static_cast<void>(meter.look(0, at_ms(0)));
  static_cast<void>(meter.look(10'000, at_ms(1'000)));
  EXPECT_GT(meter.look(10'000, at_ms(11'000)), 0);
  EXPECT_EQ(meter.look(10'000, at_ms(11'001)), 0);
}

TEST(RateMeter, AfterALongPauseTheRateIsThatOfThePause) {
  RateMeter meter;
  static_cast<void>(meter.look(0, at_ms(0)));
  EXPECT_DOUBLE_EQ(meter.look(600, at_ms(60'000)), 10);
}

TEST(RateMeter, FrequentLooksKeepABoundedMemory) {
  RateMeter meter;
  double rate = 0;
  for (std::int64_t ms = 0; ms <= 1'000; ++ms) {
    // Nothing grows in the first half; only the newest 256 looks are remembered.
    rate = meter.look(ms < 500 ? 0 : static_cast<std::uint64_t>(ms - 500), at_ms(ms));
  }
  EXPECT_DOUBLE_EQ(rate, 1'000);
}

}  // namespace
}  // namespace vitalstream::node
