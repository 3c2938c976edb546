// L1: closing. L5: what the own lane admits, and when it is busy.
#include "consensus/lanes/own_lane.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "a_batch.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus::testing {
namespace {

constexpr HeldBatches::Totals kNone{};
constexpr HeldBatches::Totals kFull{kLaneUnreferencedBatchesMax, 0};

Submit a_submission(std::uint64_t handle, std::uint32_t body = 600) {
  return {TxHandle{handle}, body, 0};
}

VerifiedBatch answer_to(const CloseBatch& close) {
  return ABatch{.sequence = close.sequence.value(), .incarnation = close.incarnation.value()}
      .verified();
}

class OwnLaneTest : public ::testing::Test {
 protected:
  // How long the first of many transactions waits that come so far apart.
  Duration delay_at(Duration gap) {
    OwnLane lane{LaneParameters{}, Incarnation{1}, std::nullopt};
    Instant now = at_ms(0);
    for (std::uint64_t i = 0; i < 200; ++i) {
      now = now + gap;
      static_cast<void>(lane.submit(now, a_submission(i, 10), kNone));
    }
    return *lane.due(kNone) - (at_ms(0) + gap);
  }
  bool admits(const Submit& submit, const HeldBatches::Totals& totals = kNone) {
    return std::holds_alternative<Admitted>(lane_.submit(at_ms(0), submit, totals));
  }
  // Closes what waits, as often as there is a batch; returns how many there were.
  std::size_t seal_all() {
    std::size_t batches = 0;
    while (const auto batch = lane_.close(at_ms(10'000), kNone)) {
      EXPECT_TRUE(lane_.closed(answer_to(*batch)));
      ++batches;
    }
    return batches;
  }
  OwnLane lane_{LaneParameters{}, Incarnation{1}, std::nullopt};
};

TEST_F(OwnLaneTest, LoneTransactionIsClosedAtOnce) {
  EXPECT_TRUE(admits(a_submission(1)));
  const auto batch = lane_.close(at_ms(0), kNone);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->sequence, Sequence{1});
  EXPECT_EQ(batch->previous, BatchDigest{});
}

TEST_F(OwnLaneTest, SecondBatchWaitsForTheAnswerToTheFirst) {
  admits(a_submission(1));
  const auto first = lane_.close(at_ms(0), kNone);
  admits(a_submission(2));
  EXPECT_FALSE(lane_.close(at_ms(100), kNone));
  EXPECT_TRUE(lane_.closed(answer_to(*first)));
  const auto second = lane_.close(at_ms(100), kNone);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->sequence, Sequence{2});
  EXPECT_EQ(second->previous, answer_to(*first).digest);
}

TEST_F(OwnLaneTest, WhilePausedNothingIsClosedAndWhatWaitsIsKept) {
  lane_.pause(true);
  EXPECT_TRUE(admits(a_submission(1)));
  EXPECT_FALSE(lane_.due(kNone));
  EXPECT_FALSE(lane_.close(at_ms(1'000), kNone));
  lane_.pause(false);
  const auto batch = lane_.close(at_ms(1'000), kNone);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->items.size(), 1U);
}

TEST_F(OwnLaneTest, ADrainingLaneClosesAlsoWhilePaused) {
  EXPECT_TRUE(admits(a_submission(1)));
  lane_.pause(true);
  lane_.drain();
  EXPECT_TRUE(lane_.close(at_ms(1'000), kNone));
}

TEST_F(OwnLaneTest, AnswerThatWasNotAskedForIsRefused) {
  EXPECT_FALSE(lane_.closed(ABatch{}.verified()));
}

TEST_F(OwnLaneTest, DelayGrowsWithLoadAndIsBounded) {
  EXPECT_EQ(delay_at(milliseconds(0)), kCloseDelayMax);
  EXPECT_GT(delay_at(kBusyGap), milliseconds(24));
  const Duration half = delay_at(kBusyGap * 2);
  EXPECT_LE(half, milliseconds(13));
  EXPECT_GT(half, milliseconds(5));
  EXPECT_EQ(delay_at(kIdleGap * 2), milliseconds(0)) << "idle";
}

TEST_F(OwnLaneTest, FullBodyIsClosedWithoutDelayAndWithinTheLimit) {
  for (std::uint64_t i = 0; i < 30; ++i) {
    admits(a_submission(i, 10'000));
  }
  const auto batch = lane_.close(at_ms(0), kNone);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->items.size(), kCloseBodyBytes / 10'000);
  EXPECT_EQ(lane_.queued_items(), 30 - batch->items.size());
}

TEST_F(OwnLaneTest, FullLaneClosesNothingThenRefusesBusy) {
  std::uint64_t admitted = 0;
  while (admits(a_submission(admitted, 10'000), kFull)) {
    admitted += 1;
  }
  EXPECT_EQ(admitted, kQueuedBodyBytesWhenFull / 10'000);
  EXPECT_FALSE(lane_.close(at_ms(1'000), kFull));
  EXPECT_EQ(lane_.refused_busy(), 1U);
  EXPECT_TRUE(lane_.close(at_ms(1'000), kNone));
}

TEST_F(OwnLaneTest, DrainingAdmitsNothingAndClosesTheRest) {
  admits(a_submission(1));
  lane_.drain();
  EXPECT_FALSE(admits(a_submission(2)));
  EXPECT_TRUE(lane_.close(at_ms(0), kNone));
}

TEST_F(OwnLaneTest, OperatorsBatchSizeAndDelayHold) {
  LaneParameters parameters;
  parameters.close_body_bytes = 32 * 1024;
  parameters.close_delay_max = milliseconds(7);
  OwnLane lane{parameters, Incarnation{1}, std::nullopt};
  for (std::uint64_t i = 0; i < 200; ++i) {
    std::ignore = lane.submit(at_ms(0), a_submission(i, 10), kNone);
  }
  EXPECT_EQ(lane.due(kNone), at_ms(0) + milliseconds(7));
  for (std::uint64_t i = 0; i < 20; ++i) {
    std::ignore = lane.submit(at_ms(0), a_submission(200 + i, 4'000), kNone);
  }
  const auto batch = lane.close(at_ms(0), kNone);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->items.size(), 200U + (32U * 1024U - 2'000U) / 4'000U);
}

// Admission is what is bounded, so that nothing that was admitted waits for the budget.
TEST_F(OwnLaneTest, BusyWithinItsOwnBudgetL5) {
  constexpr std::uint32_t kBytes = 1024 * 1024;
  std::uint64_t admitted = 0;
  const auto submit = [&](std::int64_t ms) {
    const auto effect = lane_.submit(at_ms(ms), {TxHandle{admitted}, 100, kBytes}, kNone);
    seal_all();
    return effect;
  };
  while (std::holds_alternative<Admitted>(submit(0))) {
    admitted += 1;
  }
  const std::uint64_t second = kLaneBytesPerSecond / 32 * kOwnLaneShareOf32;
  const auto burst = second * static_cast<std::uint64_t>(kOwnLaneBurstAtStart.value()) / 1'000'000;
  EXPECT_EQ(admitted, burst / (kBytes + 100)) << "a new process begins with little";
  const auto effect = submit(0);
  ASSERT_TRUE(std::holds_alternative<RefusedBusy>(effect));
  EXPECT_GE(std::get<RefusedBusy>(effect).retry_after, kBusyRetryAfter);
  EXPECT_LE(std::get<RefusedBusy>(effect).retry_after, seconds(1));
  EXPECT_TRUE(std::holds_alternative<Admitted>(submit(1'000))) << "it is refilled";
}

TEST_F(OwnLaneTest, RenewalBeginsAGreaterIncarnationAtSequenceOne) {
  EXPECT_TRUE(lane_.is_superseded_by(ABatch{.sequence = 3}.position()));
  EXPECT_FALSE(lane_.is_superseded_by({}));
  lane_.renew(Incarnation{5}, RenewalReason::Superseded);
  admits(a_submission(1));
  const auto batch = lane_.close(at_ms(0), kNone);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->incarnation, Incarnation{5});
  EXPECT_EQ(batch->sequence, Sequence{1});
}

// L1: nothing that was admitted is lost: what is closed, what is being closed, what waits.
TEST_F(OwnLaneTest, RenewalClosesAgainWhatIsNotFinalInItsOrder) {
  admits(a_submission(1));
  EXPECT_EQ(seal_all(), 1U);
  admits(a_submission(2));
  EXPECT_EQ(seal_all(), 1U);
  admits(a_submission(3));
  const auto under_way = lane_.close(at_ms(100), kNone);
  ASSERT_TRUE(under_way);
  admits(a_submission(4));
  EXPECT_EQ(lane_.on_final(std::vector{ABatch{}.ref()}), std::vector{TxHandle{1}});
  lane_.renew(Incarnation{5}, RenewalReason::Superseded);
  EXPECT_FALSE(lane_.closed(answer_to(*under_way)));
  EXPECT_EQ(lane_.oldest(), std::nullopt);
  const auto batch = lane_.close(at_ms(200), kNone);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->items, (std::vector{TxHandle{2}, TxHandle{3}, TxHandle{4}}));
  EXPECT_EQ(lane_.queued_bytes(), 0U);
  EXPECT_TRUE(lane_.closed(answer_to(*batch)));
  lane_.renew(Incarnation{5}, RenewalReason::Superseded);
  EXPECT_FALSE(lane_.close(at_ms(300), kNone)) << "it is not greater: nothing is given up";
}

// Whatever peers do not take comes in smaller batches, down to one transaction, and what was first
// no longer stands before the rest.
TEST_F(OwnLaneTest, WhatPeersDoNotTakeComesBackInSmallerBatches) {
  for (std::uint64_t i = 0; i < 4; ++i) {
    admits(a_submission(i));
  }
  EXPECT_EQ(seal_all(), 1U);
  admits(a_submission(4));
  EXPECT_EQ(seal_all(), 1U);
  lane_.renew(Incarnation{2}, RenewalReason::Untaken);
  const auto pair = lane_.close(at_ms(10'000), kNone);
  ASSERT_TRUE(pair);
  EXPECT_EQ(pair->items, (std::vector{TxHandle{4}, TxHandle{0}}));
  EXPECT_TRUE(lane_.closed(answer_to(*pair)));
  EXPECT_EQ(seal_all(), 2U);
  lane_.renew(Incarnation{3}, RenewalReason::Untaken);
  const auto single = lane_.close(at_ms(10'000), kNone);
  ASSERT_TRUE(single);
  EXPECT_EQ(single->items, std::vector{TxHandle{1}});
  EXPECT_TRUE(lane_.closed(answer_to(*single)));
  EXPECT_EQ(seal_all(), 4U);
  lane_.renew(Incarnation{4}, RenewalReason::Untaken);
  EXPECT_EQ(seal_all(), 5U);
  const auto reference = ABatch{.sequence = 1, .incarnation = 4}.ref();
  EXPECT_EQ(lane_.on_final(std::vector{reference}), std::vector{TxHandle{2}});
  admits(a_submission(20));
  admits(a_submission(21));
  EXPECT_EQ(seal_all(), 1U) << "what became final ends the caution";
}

TEST_F(OwnLaneTest, BatchThatCanNeverBecomeFinalIsClosedAgain) {
  admits(a_submission(1));
  EXPECT_EQ(seal_all(), 1U);
  admits(a_submission(2));
  EXPECT_EQ(seal_all(), 1U);
  lane_.batch_again(std::vector{ABatch{.sequence = 2}.digest(), ABatch{.id = 3}.digest()});
  const auto batch = lane_.close(at_ms(100), kNone);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->items, std::vector{TxHandle{2}});
}

TEST(OwnLaneRestart, CleanRestartGoesOnAfterItsTip) {
  OwnLane lane(LaneParameters{}, Incarnation{1}, ABatch{.sequence = 8}.position());
  std::ignore = lane.submit(at_ms(0), a_submission(1), kNone);
  const auto batch = lane.close(at_ms(0), kNone);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->sequence, Sequence{9});
  EXPECT_EQ(batch->previous, ABatch{.sequence = 8}.digest());
}

}  // namespace
}  // namespace vitalstream::consensus::testing
