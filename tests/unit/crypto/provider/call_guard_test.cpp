#include "crypto/provider/call_guard.hpp"

#include <gmock/gmock.h>

#include "tests/unit/crypto/provider/scripted_backend.hpp"

namespace vitalstream::crypto::provider {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;
using testing::error_of;
using testing::FakeClock;

class Recorder final : public OperationObserver {
 public:
  void on_operation(const ObservedOperation& operation) override {
    lines.push_back(std::string(operation.provider) + " " +
                    std::string(to_string(operation.operation)) + " " +
                    std::string(operation.outcome));
    took.push_back(operation.took);
  }
  std::vector<std::string> lines;
  std::vector<std::chrono::microseconds> took;
};

class CallGuardTest : public ::testing::Test {
 protected:
  [[nodiscard]] CallGuard guard() {
    return CallGuard("scripted", {.policy = policy_, .clock = &clock_, .observer = &observed_});
  }
  // Fails as told, that often, and then succeeds.
  auto failing(ProviderFailure failure, unsigned times) {
    return [this, failure, times](Deadline until) -> ProviderResult<int> {
      deadlines_.push_back(until);
      if (deadlines_.size() <= times) {
        return failure;
      }
      return 42;
    };
  }

  CallPolicy policy_{.attempt_timeout = 2000ms,
                     .attempts_max = 10,
                     .pause_first = 20ms,
                     .pause_max = 100ms,
                     .breaker = {.failures_to_open = 100, .pause = 1000ms}};
  FakeClock clock_;
  Recorder observed_;
  std::vector<Deadline> deadlines_;
};

TEST_F(CallGuardTest, ASuccessIsObservedAndReturned) {
  auto guarded = guard();
  const auto result = guarded.run(Operation::Sign, clock_.time + 10s, [&](Deadline) {
    clock_.time += 3ms;
    return ProviderResult<int>(7);
  });
  EXPECT_EQ(*result, 7);
  EXPECT_THAT(observed_.lines, ElementsAre("scripted sign ok"));
  EXPECT_THAT(observed_.took, ElementsAre(3000us));
}

TEST_F(CallGuardTest, RefusalsAndWrongAnswersAreFinal) {
  for (const ProviderFailure& failure : {refused("disabled"), wrong("forged")}) {
    auto guarded = guard();
    deadlines_.clear();
    const auto result = guarded.run(Operation::Sign, clock_.time + 10s, failing(failure, 1));
    EXPECT_EQ(error_of(result), failure.error);
    EXPECT_EQ(deadlines_.size(), 1U);
  }
  EXPECT_THAT(observed_.lines, ElementsAre("scripted sign refused", "scripted sign wrong"));
}

TEST_F(CallGuardTest, PausesDoubleUpToALimit) {
  clock_.chance = 0.999999;
  auto guarded = guard();
  ASSERT_TRUE(guarded.run(Operation::Sign, clock_.time + 10s, failing(unavailable("x"), 5)));
  EXPECT_THAT(clock_.slept, ElementsAre(19ms, 39ms, 79ms, 99ms, 99ms));
}

TEST_F(CallGuardTest, HalfOfAPauseIsChance) {
  clock_.chance = 0;
  auto guarded = guard();
  ASSERT_TRUE(guarded.run(Operation::Sign, clock_.time + 10s, failing(unavailable("x"), 2)));
  EXPECT_THAT(clock_.slept, ElementsAre(10ms, 20ms));
}

TEST_F(CallGuardTest, WaitsAsLongAsTheProviderAsksFor) {
  auto guarded = guard();
  ProviderFailure throttled = unavailable("throttled");
  throttled.retry_after = 700ms;
  ASSERT_TRUE(guarded.run(Operation::Sign, clock_.time + 10s, failing(throttled, 1)));
  EXPECT_THAT(clock_.slept, ElementsAre(700ms));
}

TEST_F(CallGuardTest, GivesUpAtOnceWhenTheProviderAsksForMoreThanThereIs) {
  auto guarded = guard();
  ProviderFailure throttled = unavailable("throttled");
  throttled.retry_after = std::chrono::hours(1000000);
  const auto result = guarded.run(Operation::Sign, clock_.time + 10s, failing(throttled, 1));
  EXPECT_EQ(error_of(result), ProviderError::Unavailable);
  EXPECT_TRUE(clock_.slept.empty());
}

TEST_F(CallGuardTest, AnAttemptGetsItsTimeoutButNeverMoreThanTheDeadline) {
  auto guarded = guard();
  const Deadline deadline = clock_.time + 2015ms;
  ASSERT_TRUE(guarded.run(Operation::Sign, deadline, failing(unavailable("x"), 1)));
  EXPECT_THAT(deadlines_, ElementsAre(clock_.time - 10ms + 2000ms, clock_.time + 2000ms));
  deadlines_.clear();
  ASSERT_TRUE(guarded.run(Operation::Sign, clock_.time + 5ms, failing(unavailable("x"), 0)));
  EXPECT_THAT(deadlines_, ElementsAre(clock_.time + 5ms));
}

TEST_F(CallGuardTest, APastDeadlineAsksNobody) {
  auto guarded = guard();
  const auto result = guarded.run(Operation::Sign, clock_.time, failing(unavailable("x"), 0));
  EXPECT_EQ(error_of(result), ProviderError::Unavailable);
  EXPECT_THAT(result.error().reason, HasSubstr("deadline"));
  EXPECT_TRUE(deadlines_.empty());
  EXPECT_TRUE(observed_.lines.empty());
}

TEST_F(CallGuardTest, TriesNoMoreOftenThanThePolicySays) {
  auto guarded = guard();
  const auto result = guarded.run(Operation::Sign, Deadline::max(), failing(unavailable("x"), 99));
  EXPECT_EQ(error_of(result), ProviderError::Unavailable);
  EXPECT_EQ(deadlines_.size(), policy_.attempts_max);
}

TEST_F(CallGuardTest, AnOpenCircuitFailsAtOnceWhenItsPauseOutlastsTheDeadline) {
  policy_.breaker.failures_to_open = 2;
  auto guarded = guard();
  ASSERT_FALSE(guarded.run(Operation::Sign, clock_.time + 50ms, failing(unavailable("down"), 99)));
  const std::size_t asked = deadlines_.size();
  const auto result =
      guarded.run(Operation::Sign, clock_.time + 100ms, failing(unavailable("down"), 99));
  EXPECT_EQ(deadlines_.size(), asked);
  EXPECT_THAT(result.error().reason, HasSubstr("several times in a row: down"));
}

TEST_F(CallGuardTest, AnOpenCircuitIsWaitedForWhenThereIsTime) {
  policy_.breaker.failures_to_open = 2;
  auto guarded = guard();
  ASSERT_TRUE(guarded.run(Operation::Sign, clock_.time + 4s, failing(unavailable("down"), 3)));
  EXPECT_THAT(clock_.slept, ElementsAre(10ms, 20ms, 980ms, 40ms, 960ms));
}

TEST_F(CallGuardTest, AQuestionAboutHealthPassesAnOpenCircuitAndIsNotRepeated) {
  policy_.breaker.failures_to_open = 1;
  auto guarded = guard();
  ASSERT_FALSE(guarded.run(Operation::Sign, clock_.time + 1ms, failing(unavailable("down"), 99)));
  const std::size_t asked = deadlines_.size();
  EXPECT_FALSE(
      guarded.run_once(Operation::Health, clock_.time + 1ms, failing(unavailable("down"), 99)));
  EXPECT_EQ(deadlines_.size(), asked + 1);
  EXPECT_EQ(observed_.lines.back(), "scripted health unavailable");
}

}  // namespace
}  // namespace vitalstream::crypto::provider
