// L2: the watermark. L6: conflicts, and what a final block chooses.
#include "consensus/lanes/held_batches.hpp"

#include <gtest/gtest.h>

#include "a_batch.hpp"

namespace vitalstream::consensus::testing {
namespace {

class HeldBatchesTest : public ::testing::Test {
 protected:
  std::vector<BatchDigest> finish(const ABatch& batch) {
    return held_.apply_final(lane(batch.id), std::vector{batch.ref()});
  }
  HeldBatches held_{validators(4), {}};
};

TEST_F(HeldBatchesTest, TipFollowsTheChainAndWaitsAtAHole) {
  EXPECT_TRUE(held_.hold(ABatch{.sequence = 1}.held()));
  EXPECT_FALSE(held_.hold(ABatch{.sequence = 3}.held()));
  EXPECT_EQ(held_.tip(lane(1)), ABatch{.sequence = 1}.position());
  EXPECT_EQ(held_.holes(lane(1)), std::vector{ABatch{.sequence = 2}.digest()});
  EXPECT_TRUE(held_.hold(ABatch{.sequence = 2}.held()));
  EXPECT_EQ(held_.tip(lane(1)), ABatch{.sequence = 3}.position());
  EXPECT_TRUE(held_.holes(lane(1)).empty());
}

TEST_F(HeldBatchesTest, NewerIncarnationSupersedesAtItsFirstBatch) {
  held_.hold(ABatch{.sequence = 1}.held());
  EXPECT_FALSE(held_.hold(ABatch{.sequence = 2, .incarnation = 7}.held()));
  EXPECT_TRUE(held_.hold(ABatch{.sequence = 1, .incarnation = 7}.held()));
  EXPECT_EQ(held_.tip(lane(1)), (ABatch{.sequence = 2, .incarnation = 7}.position()));
}

TEST_F(HeldBatchesTest, ConflictStopsWhatMayBeReferencedButNotWhatIsHeld) {
  held_.hold(ABatch{.sequence = 1}.held());
  held_.hold(ABatch{.sequence = 2}.held());
  held_.hold(ABatch{.sequence = 2, .branch = 1}.held());
  EXPECT_TRUE(held_.has_conflict(lane(1)));
  EXPECT_EQ(held_.tip(lane(1)), ABatch{.sequence = 2}.position());
  EXPECT_EQ(held_.usable_tip(lane(1)), ABatch{.sequence = 1}.position());
  EXPECT_NE(held_.find(ABatch{.sequence = 2, .branch = 1}.digest()), nullptr);
}

TEST_F(HeldBatchesTest, FinalBranchWinsAndTheLosingOneIsForgotten) {
  held_.hold(ABatch{.sequence = 1}.held());
  held_.hold(ABatch{.sequence = 2}.held());
  held_.hold(ABatch{.sequence = 1, .branch = 1}.held());
  held_.hold(ABatch{.sequence = 2, .branch = 1, .previous_branch = 1}.held());
  const auto forgotten = finish(ABatch{.sequence = 1, .branch = 1});
  EXPECT_EQ(forgotten,
            (std::vector{ABatch{.sequence = 1}.digest(), ABatch{.sequence = 2}.digest()}));
  EXPECT_EQ(held_.tip(lane(1)), (ABatch{.sequence = 2, .branch = 1}.position()));
  EXPECT_FALSE(held_.has_conflict(lane(1)));
}

TEST_F(HeldBatchesTest, FinalBatchLeavesWithoutBeingForgotten) {
  held_.hold(ABatch{.sequence = 1}.held());
  EXPECT_TRUE(finish(ABatch{.sequence = 1}).empty());
  EXPECT_EQ(held_.find(ABatch{.sequence = 1}.digest()), nullptr);
  EXPECT_EQ(held_.totals(lane(1)).batches, 0U);
  EXPECT_EQ(held_.tip(lane(1)), ABatch{.sequence = 1}.position());
}

TEST_F(HeldBatchesTest, SupersededIncarnationIsForgottenOnceTheNewOneIsFinal) {
  held_.hold(ABatch{.sequence = 1}.held());
  held_.hold(ABatch{.sequence = 1, .incarnation = 2}.held());
  EXPECT_EQ(finish(ABatch{.sequence = 1, .incarnation = 2}),
            std::vector{ABatch{.sequence = 1}.digest()});
}

TEST_F(HeldBatchesTest, FinalPositionBeyondTheTipRestartsIt) {
  held_.hold(ABatch{.sequence = 1}.held());
  held_.hold(ABatch{.sequence = 5}.held());
  finish(ABatch{.sequence = 4});
  EXPECT_EQ(held_.tip(lane(1)), ABatch{.sequence = 5}.position());
}

TEST_F(HeldBatchesTest, EvictionSparesWhatAVoteMayHaveVouchedFor) {
  held_.hold(ABatch{.sequence = 1}.held());
  held_.hold(ABatch{.sequence = 2}.held());
  held_.pin(ABatch{.sequence = 1}.digest(), Height{9});
  EXPECT_EQ(held_.evict_before(lane(1), Incarnation{2}, Height{8}),
            std::vector{ABatch{.sequence = 2}.digest()});
  EXPECT_EQ(held_.evict_before(lane(1), Incarnation{2}, Height{9}),
            std::vector{ABatch{.sequence = 1}.digest()});
}

TEST_F(HeldBatchesTest, TheLongestHeldMakesRoomUnlessAVoteMayVouchForIt) {
  for (std::uint8_t branch = 0; branch < 5; ++branch) {
    HeldBatch held = ABatch{.sequence = 1, .branch = branch}.held();
    held.since = at_ms(10 - branch);
    held_.hold(std::move(held));
  }
  held_.pin(ABatch{.sequence = 1, .branch = 4}.digest(), Height{9});
  EXPECT_TRUE(held_.evict_beyond(lane(1), {5, 1'000'000}, Height{8}).empty());
  EXPECT_TRUE(held_.evict_beyond(lane(1), {4, 1'000'000}, Height{8}).empty()) << "one is pinned";
  const std::vector oldest{ABatch{.sequence = 1, .branch = 3}.digest(),
                           ABatch{.sequence = 1, .branch = 2}.digest()};
  EXPECT_EQ(held_.evict_beyond(lane(1), {2, 1'000'000}, Height{8}), oldest);
  EXPECT_EQ(held_.totals(lane(1)).batches, 3U);
  EXPECT_EQ(held_.evict_beyond(lane(1), {5, 0}, Height{8}).size(), 2U) << "bytes count as well";
}

TEST_F(HeldBatchesTest, BatchOfAnUnknownLaneIsNotHeld) {
  EXPECT_FALSE(held_.hold(ABatch{.id = 9}.held()));
  EXPECT_EQ(held_.find(ABatch{.id = 9}.digest()), nullptr);
}

}  // namespace
}  // namespace vitalstream::consensus::testing
