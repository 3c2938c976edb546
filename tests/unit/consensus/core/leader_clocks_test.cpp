#include "consensus/core/leader_clocks.hpp"

#include <gtest/gtest.h>

namespace vitalstream::consensus {
namespace {

constexpr UnixMs kNoon{1'000'000'000'000};
constexpr std::int64_t kHourMs = 3'600'000;

ValidatorIndex leader(std::uint16_t number) { return ValidatorIndex{number}; }
Instant after_ms(std::int64_t ms) { return Instant{ms * 1000}; }
UnixMs noon_and(std::int64_t ms) { return UnixMs{kNoon.value() + ms}; }

TEST(LeaderClocks, SayNothingBeforeOneMoreThanTheFaultyHasBeenHeard) {
  LeaderClocks clocks(4, 1);
  EXPECT_FALSE(clocks.reached(after_ms(0)));
  clocks.note(leader(1), kNoon, after_ms(0));
  EXPECT_FALSE(clocks.reached(after_ms(10)));
  clocks.note(leader(2), kNoon, after_ms(0));
  EXPECT_EQ(clocks.reached(after_ms(10)), noon_and(10));
}

TEST(LeaderClocks, TakeNoTimeThatCannotBeAddedTo) {
  LeaderClocks clocks(4, 0);
  clocks.note(leader(1), UnixMs{INT64_MAX}, after_ms(0));
  clocks.note(leader(2), UnixMs{INT64_MIN}, after_ms(0));
  EXPECT_FALSE(clocks.reached(after_ms(10)));
}

TEST(LeaderClocks, NoFLeadersMoveThemAhead) {
  LeaderClocks clocks(7, 2);
  for (std::uint16_t honest = 1; honest <= 4; ++honest) {
    clocks.note(leader(honest), kNoon, after_ms(0));
  }
  clocks.note(leader(5), noon_and(kHourMs), after_ms(0));
  clocks.note(leader(6), noon_and(kHourMs), after_ms(0));
  EXPECT_EQ(clocks.reached(after_ms(0)), kNoon);
}

TEST(LeaderClocks, ALeaderWhoseClockIsSlowDoesNotHoldThemBack) {
  LeaderClocks clocks(4, 1);
  clocks.note(leader(1), kNoon, after_ms(0));
  clocks.note(leader(2), kNoon, after_ms(0));
  clocks.note(leader(3), noon_and(-kHourMs), after_ms(0));
  EXPECT_EQ(clocks.reached(after_ms(250)), noon_and(250));
}

TEST(LeaderClocks, TheNewestWordOfALeaderReplacesItsOlderOne) {
  LeaderClocks clocks(4, 1);
  for (std::uint16_t each = 1; each <= 2; ++each) {
    clocks.note(leader(each), noon_and(kHourMs), after_ms(0));
    clocks.note(leader(each), kNoon, after_ms(100));
  }
  EXPECT_EQ(clocks.reached(after_ms(100)), kNoon) << "a clock that was ahead and is right again";
}

}  // namespace
}  // namespace vitalstream::consensus
