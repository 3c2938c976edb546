#include "bench/load/tally.hpp"

#include <gtest/gtest.h>

namespace vitalstream::bench {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr Window kWindow{.begin = kSecond, .end = 3 * kSecond};

TEST(Tally, WhatIsDueBeforeTheWindowIsNotMeasured) {
  Tally tally(kWindow);
  tally.on_due(kSecond - 1);
  tally.on_positive({.due = kSecond - 1, .answered = kSecond + 5});
  EXPECT_EQ(tally.offered(), 0U);
  EXPECT_EQ(tally.committed(), 0U);
  EXPECT_EQ(tally.answered_in_window(), 1U);
}

TEST(Tally, WhatIsAnsweredAfterTheWindowCountsAsCommittedButNotForTheRate) {
  Tally tally(kWindow);
  tally.on_due(2 * kSecond);
  tally.on_positive({.due = 2 * kSecond, .answered = 4 * kSecond});
  EXPECT_EQ(tally.offered(), 1U);
  EXPECT_EQ(tally.committed(), 1U);
  EXPECT_EQ(tally.answered_in_window(), 0U);
  EXPECT_EQ(tally.latency().max(), 2 * kSecond);
}

TEST(Tally, FailuresAreCountedByReason) {
  Tally tally(kWindow);
  tally.on_failed({.due = kSecond, .answered = kSecond + 1}, "timeout");
  tally.on_failed({.due = kSecond, .answered = kSecond + 1}, "timeout");
  tally.on_refused({.due = kSecond, .answered = kSecond + 1});
  EXPECT_EQ(tally.errors().at("timeout"), 2U);
  EXPECT_EQ(tally.refused(), 1U);
}

TEST(Tally, TheWorstGapIncludesTheEndsOfTheWindow) {
  Tally tally(kWindow);
  EXPECT_EQ(tally.worst_gap(), 2 * kSecond);
  tally.on_positive({.due = kSecond, .answered = kSecond + kSecond / 2});
  EXPECT_EQ(tally.worst_gap(), 3 * kSecond / 2);
  tally.on_positive({.due = kSecond, .answered = 2 * kSecond});
  tally.on_positive({.due = kSecond, .answered = 3 * kSecond - 1});
  EXPECT_EQ(tally.worst_gap(), kSecond - 1);
}

TEST(Tally, TheTimelineTellsWhatIsOutstanding) {
  Tally tally(kWindow);
  tally.on_due(0);
  tally.on_due(1);
  tally.on_due(kSecond + 1);
  tally.on_positive({.due = 0, .answered = 10});
  tally.on_refused({.due = 1, .answered = kSecond + 2});
  tally.on_failed({.due = kSecond + 1, .answered = 2 * kSecond}, "timeout");
  const auto seconds = tally.timeline();
  ASSERT_EQ(seconds.size(), 3U);
  EXPECT_EQ(seconds[0].outstanding, 1U);
  EXPECT_EQ(seconds[1].outstanding, 1U);
  EXPECT_EQ(seconds[2].outstanding, 0U);
}

}  // namespace
}  // namespace vitalstream::bench
