// L1: sealing. L5: what the own lane admits, and when it is busy.
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

VerifiedBatch answer_to(const SealBatch& seal) {
  return ABatch{.sequence = seal.sequence.value(), .incarnation = seal.incarnation.value()}
      .verified();
}

class OwnLaneTest : public ::testing::Test {
 protected:
  // How long the first of many transactions waits that come so far apart.
  Duration delay_at(Duration gap) {
    OwnLane lane{Incarnation{1}, std::nullopt};
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
  OwnLane lane_{Incarnation{1}, std::nullopt};
};

TEST_F(OwnLaneTest, LoneTransactionIsSealedAtOnce) {
  EXPECT_TRUE(admits(a_submission(1)));
  const auto batch = lane_.seal(at_ms(0), kNone);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->sequence, Sequence{1});
  EXPECT_EQ(batch->previous, BatchDigest{});
}

TEST_F(OwnLaneTest, SecondBatchWaitsForTheAnswerToTheFirst) {
  admits(a_submission(1));
  const auto first = lane_.seal(at_ms(0), kNone);
  admits(a_submission(2));
  EXPECT_FALSE(lane_.seal(at_ms(100), kNone));
  EXPECT_TRUE(lane_.sealed(answer_to(*first)));
  const auto second = lane_.seal(at_ms(100), kNone);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->sequence, Sequence{2});
  EXPECT_EQ(second->previous, answer_to(*first).digest);
}

TEST_F(OwnLaneTest, AnswerThatWasNotAskedForIsRefused) {
  EXPECT_FALSE(lane_.sealed(ABatch{}.verified()));
}

TEST_F(OwnLaneTest, DelayGrowsWithLoadAndIsBounded) {
  EXPECT_EQ(delay_at(milliseconds(0)), kSealDelayMax);
  EXPECT_GT(delay_at(kBusyGap), milliseconds(24));
  const Duration half = delay_at(kBusyGap * 2);
  EXPECT_LE(half, milliseconds(13));
  EXPECT_GT(half, milliseconds(5));
  EXPECT_EQ(delay_at(kIdleGap * 2), milliseconds(0)) << "idle";
}

TEST_F(OwnLaneTest, FullBodyIsSealedWithoutDelayAndWithinTheLimit) {
  for (std::uint64_t i = 0; i < 30; ++i) {
    admits(a_submission(i, 10'000));
  }
  const auto batch = lane_.seal(at_ms(0), kNone);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->items.size(), kSealBodyBytes / 10'000);
  EXPECT_EQ(lane_.queued_items(), 30 - batch->items.size());
}

TEST_F(OwnLaneTest, FullLaneSealsNothingThenRefusesBusy) {
  std::uint64_t admitted = 0;
  while (admits(a_submission(admitted, 10'000), kFull)) {
    admitted += 1;
  }
  EXPECT_EQ(admitted, kQueuedBodyBytesWhenFull / 10'000);
  EXPECT_FALSE(lane_.seal(at_ms(1'000), kFull));
  EXPECT_EQ(lane_.refused_busy(), 1U);
  EXPECT_TRUE(lane_.seal(at_ms(1'000), kNone));
}

TEST_F(OwnLaneTest, DrainingAdmitsNothingAndSealsTheRest) {
  admits(a_submission(1));
  lane_.drain();
  EXPECT_FALSE(admits(a_submission(2)));
  EXPECT_TRUE(lane_.seal(at_ms(0), kNone));
}

TEST_F(OwnLaneTest, RenewalBeginsAGreaterIncarnationAtSequenceOne) {
  EXPECT_TRUE(lane_.is_superseded_by(ABatch{.sequence = 3}.position()));
  EXPECT_FALSE(lane_.is_superseded_by({}));
  EXPECT_TRUE(lane_.renew(Incarnation{5}).empty());
  admits(a_submission(1));
  const auto batch = lane_.seal(at_ms(0), kNone);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->incarnation, Incarnation{5});
  EXPECT_EQ(batch->sequence, Sequence{1});
}

TEST_F(OwnLaneTest, RenewalGivesUpWhatIsBeingSealed) {
  admits(a_submission(1));
  const auto old = lane_.seal(at_ms(0), kNone);
  admits(a_submission(2));
  EXPECT_EQ(lane_.renew(Incarnation{5}), std::vector{TxHandle{1}});
  EXPECT_FALSE(lane_.sealed(answer_to(*old)));
  const auto batch = lane_.seal(at_ms(100), kNone);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->items, std::vector{TxHandle{2}});
  EXPECT_TRUE(lane_.renew(Incarnation{5}).empty()) << "it is not greater";
}

TEST(OwnLaneRestart, CleanRestartGoesOnAfterItsTip) {
  OwnLane lane(Incarnation{1}, ABatch{.sequence = 8}.position());
  std::ignore = lane.submit(at_ms(0), a_submission(1), kNone);
  const auto batch = lane.seal(at_ms(0), kNone);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->sequence, Sequence{9});
  EXPECT_EQ(batch->previous, ABatch{.sequence = 8}.digest());
}

}  // namespace
}  // namespace vitalstream::consensus::testing
