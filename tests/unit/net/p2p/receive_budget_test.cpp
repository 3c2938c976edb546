#include "net/p2p/receive_budget.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace vitalstream::net {
namespace {

constexpr std::size_t kMessage = 1'000;
constexpr std::size_t kCharged = kMessage + kMessageOverheadBytes;

TEST(ReceiveBudget, PausesAtItsLimitAndResumesAtHalf) {
  int resumed = 0;
  const auto budget = std::make_shared<ReceiveBudget>(4 * kCharged, [&resumed] { ++resumed; });
  std::vector<ReceiveCredit> credits;
  for (int i = 0; i < 4; ++i) {
    EXPECT_FALSE(budget->pause_if_exhausted());
    credits.push_back(budget->charge(kMessage));
  }
  EXPECT_TRUE(budget->pause_if_exhausted());
  credits.pop_back();
  EXPECT_EQ(resumed, 0);
  credits.pop_back();
  EXPECT_EQ(resumed, 1);
  credits.clear();
  EXPECT_EQ(resumed, 1);
  EXPECT_EQ(budget->outstanding_bytes(), 0U);
}

TEST(ReceiveBudget, CallsNobodyWhoIsNotPaused) {
  int resumed = 0;
  const auto budget = std::make_shared<ReceiveBudget>(4 * kCharged, [&resumed] { ++resumed; });
  { const ReceiveCredit credit = budget->charge(kMessage); }
  EXPECT_EQ(resumed, 0);
}

TEST(ReceiveBudget, ACreditIsGivenBackOnceHoweverItIsMoved) {
  const auto budget = std::make_shared<ReceiveBudget>(4 * kCharged, [] {});
  ReceiveCredit first = budget->charge(kMessage);
  ReceiveCredit second = std::move(first);
  ReceiveCredit third = budget->charge(kMessage);
  third = std::move(second);
  EXPECT_EQ(budget->outstanding_bytes(), kCharged);
  third.release();
  third.release();
  EXPECT_EQ(budget->outstanding_bytes(), 0U);
}

TEST(ReceiveBudget, NeverStaysPausedWhenAnotherThreadReleasesEverything) {
  for (int round = 0; round < 2'000; ++round) {
    std::atomic<bool> resumed{false};
    const auto budget = std::make_shared<ReceiveBudget>(kCharged, [&resumed] { resumed = true; });
    std::thread releaser([credit = budget->charge(kMessage)]() mutable { credit.release(); });
    const bool paused = budget->pause_if_exhausted();
    releaser.join();
    EXPECT_TRUE(!paused || resumed) << round;
  }
}

}  // namespace
}  // namespace vitalstream::net
