#include "node/ground/queue_stats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

#include "node/ground/serial_thread.hpp"
#include "node/ground/verify_pool.hpp"

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;

// A thread that is busy until it is let go: what is posted meanwhile waits.
class QueueStatsTest : public ::testing::Test {
 protected:
  QueueStatsTest() {
    std::promise<void> begun;
    thread_.post([this, &begun] {
      begun.set_value();
      gate_.get_future().wait();
    });
    begun.get_future().wait();
    begun_before_ = stats_.begun();
    late_before_ = stats_.late();
    waited_before_ = stats_.waited();
  }

  const QueueStats& stats_ = stats_of(QueueId::Signer);
  std::promise<void> gate_;
  SerialThread thread_{QueueId::Signer};
  std::uint64_t begun_before_ = 0;
  std::uint64_t late_before_ = 0;
  Duration waited_before_;
};

TEST_F(QueueStatsTest, WhatWaitsIsCountedUntilItBegins) {
  thread_.post([] {});
  thread_.post([] {});
  EXPECT_EQ(stats_.waiting(), 2U);
  gate_.set_value();
  thread_.finish();
  EXPECT_EQ(stats_.waiting(), 0U);
  EXPECT_EQ(stats_.begun() - begun_before_, 2U);
}

TEST_F(QueueStatsTest, WhatWaitsForLongerThanItShouldIsLate) {
  thread_.post([] {});
  const Duration target = row_of(QueueId::Signer).wait_target;
  std::this_thread::sleep_until(std::chrono::steady_clock::now() +
                                std::chrono::microseconds(target.value() + 1000));
  gate_.set_value();
  thread_.finish();
  EXPECT_EQ(stats_.late() - late_before_, 1U);
  EXPECT_GT(stats_.waited().value() - waited_before_.value(), target.value());
}

TEST_F(QueueStatsTest, WhatIsDroppedWaitsNoLonger) {
  thread_.post([] {});
  EXPECT_EQ(stats_.waiting(), 1U);
  thread_.context().stop();
  gate_.set_value();
  thread_.finish();
  EXPECT_EQ(stats_.begun() - begun_before_, 0U);
}

TEST(QueueStats, JobsOfThePoolWaitInTheLineOfTheirPriority) {
  const std::uint64_t before = stats_of(QueueId::Batches).begun();
  VerifyPool pool(1);
  std::promise<void> done;
  ASSERT_TRUE(pool.post(VerifyPool::Priority::Batches, std::nullopt,
                        [&done](VerifyWorker&) { done.set_value(); }));
  done.get_future().wait();
  EXPECT_EQ(stats_of(QueueId::Batches).begun() - before, 1U);
}

}  // namespace
}  // namespace vitalstream::node
