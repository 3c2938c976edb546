#include "crypto/provider/circuit_breaker.hpp"

#include <gtest/gtest.h>

namespace vitalstream::crypto::provider {
namespace {

constexpr BreakerPolicy kPolicy{.failures_to_open = 3, .pause = Milliseconds(1000)};
const Deadline kStart{std::chrono::hours(1)};

void fail(CircuitBreaker& breaker, unsigned times, Deadline now) {
  for (unsigned i = 0; i < times; ++i) {
    breaker.on_failure(now, "away");
  }
}

TEST(CircuitBreaker, StaysClosedBelowItsNumberOfFailures) {
  CircuitBreaker breaker(kPolicy);
  fail(breaker, 2, kStart);
  EXPECT_FALSE(breaker.admit(kStart).has_value());
}

TEST(CircuitBreaker, OpensAtItsNumberOfFailuresAndSaysWhenToComeBack) {
  CircuitBreaker breaker(kPolicy);
  fail(breaker, 3, kStart);
  EXPECT_EQ(breaker.admit(kStart), kStart + kPolicy.pause);
  EXPECT_EQ(breaker.last_reason(), "away");
}

TEST(CircuitBreaker, AnAnswerBetweenFailuresStartsTheCountAnew) {
  CircuitBreaker breaker(kPolicy);
  fail(breaker, 2, kStart);
  breaker.on_answer();
  fail(breaker, 2, kStart);
  EXPECT_FALSE(breaker.admit(kStart).has_value());
}

TEST(CircuitBreaker, LetsOneTrialThroughAfterThePause) {
  CircuitBreaker breaker(kPolicy);
  fail(breaker, 3, kStart);
  const Deadline later = kStart + kPolicy.pause;
  EXPECT_FALSE(breaker.admit(later).has_value());
  EXPECT_TRUE(breaker.admit(later).has_value());
}

TEST(CircuitBreaker, ATrialThatFailsOpensItForAnotherPause) {
  CircuitBreaker breaker(kPolicy);
  fail(breaker, 3, kStart);
  const Deadline later = kStart + kPolicy.pause;
  ASSERT_FALSE(breaker.admit(later).has_value());
  fail(breaker, 1, later + Milliseconds(10));
  EXPECT_EQ(breaker.admit(later + Milliseconds(20)), later + Milliseconds(1010));
}

TEST(CircuitBreaker, ATrialThatIsAnsweredClosesIt) {
  CircuitBreaker breaker(kPolicy);
  fail(breaker, 3, kStart);
  ASSERT_FALSE(breaker.admit(kStart + kPolicy.pause).has_value());
  breaker.on_answer();
  EXPECT_FALSE(breaker.admit(kStart + kPolicy.pause).has_value());
  EXPECT_EQ(breaker.last_reason(), "");
}

TEST(CircuitBreaker, ATrialThatNeverReportsIsFollowedByAnother) {
  CircuitBreaker breaker(kPolicy);
  fail(breaker, 3, kStart);
  ASSERT_FALSE(breaker.admit(kStart + kPolicy.pause).has_value());
  EXPECT_FALSE(breaker.admit(kStart + 2 * kPolicy.pause).has_value());
}

}  // namespace
}  // namespace vitalstream::crypto::provider
