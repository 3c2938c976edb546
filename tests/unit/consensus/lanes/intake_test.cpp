// L2: a batch that arrives is verified within bounds, or dropped. L6: no third branch.
#include "consensus/lanes/intake.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "a_batch.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus::testing {
namespace {

// Validator 1; batches of lane 2 arrive from its owner, index 1, unless said otherwise.
class IntakeTest : public ::testing::Test {
 protected:
  bool verifies(const ABatch& batch, std::uint16_t from = 1) {
    return std::holds_alternative<VerifyBatch>(
        intake_.on_arrived(at_ms(now_ms_), batch.arrived(from), held_, fetcher_));
  }
  void want(const ABatch& batch, VerifyDepth depth) {
    fetcher_.want(at_ms(0), {peer(1), batch.ref(), depth}, Height{});
  }
  HeldBatches held_{validators(4), {}};
  Fetcher fetcher_{milliseconds(100), 1};
  Intake intake_{validators(4), lane(1)};
  std::int64_t now_ms_ = 0;
};

TEST_F(IntakeTest, NewBatchIsVerifiedInFull) {
  const auto effect = intake_.on_arrived(at_ms(0), ABatch{.id = 2}.arrived(1), held_, fetcher_);
  ASSERT_TRUE(std::holds_alternative<VerifyBatch>(effect));
  EXPECT_EQ(std::get<VerifyBatch>(effect).depth, VerifyDepth::Full);
  EXPECT_EQ(intake_.finish(ABatch{.id = 2}.digest()), VerifyDepth::Full);
  EXPECT_FALSE(intake_.finish(ABatch{.id = 2}.digest())) << "answered once";
}

TEST_F(IntakeTest, WhatIsHeldInVerificationOrInvalidIsDropped) {
  held_.hold(ABatch{.id = 2}.held());
  EXPECT_FALSE(verifies({.id = 2})) << "held";
  EXPECT_TRUE(verifies({.id = 2, .sequence = 2}));
  EXPECT_FALSE(verifies({.id = 2, .sequence = 2}, 3)) << "in verification";
  intake_.remember_invalid(ABatch{.id = 3}.digest());
  EXPECT_FALSE(verifies({.id = 3})) << "invalid";
}

TEST_F(IntakeTest, LaneOfNobodyAndTooManyBytesAreDroppedEvenIfWanted) {
  want({.id = 9}, VerifyDepth::Digest);
  EXPECT_FALSE(verifies({.id = 9}));
  const ABatch large{.id = 2, .bytes = kBatchBytesMax + 1};
  want(large, VerifyDepth::Digest);
  EXPECT_FALSE(verifies(large));
}

TEST_F(IntakeTest, OwnLaneIsTakenFromOthersOnlyIfABlockAsksForIt) {
  EXPECT_FALSE(verifies({.id = 1}));
  want({.id = 1}, VerifyDepth::Digest);
  EXPECT_TRUE(verifies({.id = 1}));
}

// Valid signatures, all of them, but dear to check.
TEST_F(IntakeTest, LaneThatHasSpentItsBudgetIsDroppedUntilTimeHasPaidUnlessABlockAsks) {
  VerifiedBatch dear = ABatch{.id = 2}.verified();
  dear.verify_units = kLaneUnitsBurst;
  intake_.charge(at_ms(0), dear);
  EXPECT_FALSE(verifies({.id = 2, .sequence = 2}));
  EXPECT_TRUE(verifies({.id = 3}, 2)) << "another lane has spent nothing";
  want({.id = 2, .sequence = 3}, VerifyDepth::Full);
  EXPECT_TRUE(verifies({.id = 2, .sequence = 3})) << "a block asks for it";
  now_ms_ = 1;
  EXPECT_TRUE(verifies({.id = 2, .sequence = 2}));
}

TEST_F(IntakeTest, SupersededIncarnationIsDropped) {
  held_.hold(ABatch{.id = 2, .incarnation = 5}.held());
  EXPECT_FALSE(verifies({.id = 2, .incarnation = 4}));
}

TEST_F(IntakeTest, WhatIsFinalIsDropped) {
  std::ignore = held_.apply_final(lane(2), std::vector{ABatch{.id = 2, .sequence = 3}.ref()});
  EXPECT_FALSE(verifies({.id = 2, .sequence = 3, .branch = 1}));
  EXPECT_TRUE(verifies({.id = 2, .sequence = 4}));
}

TEST_F(IntakeTest, SendersWaitingBatchesAreBounded) {
  // Of another lane each time, so that no lane's window is what is full.
  for (std::size_t i = 0; i < kVerifyingUnaskedBatchesMax; ++i) {
    EXPECT_TRUE(verifies({.id = static_cast<std::uint32_t>(2 + i % 3), .sequence = i / 3 + 1}));
  }
  EXPECT_FALSE(verifies({.id = 2, .sequence = 100}));
  EXPECT_TRUE(verifies({.id = 2, .sequence = 100}, 3)) << "another sender has room";
}

TEST_F(IntakeTest, WhatWasAskedForHasPlacesOfItsOwnAndTheseAreBoundedToo) {
  const auto numbered = [](std::size_t i) {
    return ABatch{.id = static_cast<std::uint32_t>(2 + i % 3), .sequence = i / 3 + 1};
  };
  for (std::size_t i = 0; i < kVerifyingUnaskedBatchesMax; ++i) {
    ASSERT_TRUE(verifies(numbered(i)));
  }
  for (std::size_t i = kVerifyingUnaskedBatchesMax; i < kVerifyingBatchesMax; ++i) {
    want(numbered(i), VerifyDepth::Full);
    ASSERT_TRUE(verifies(numbered(i)));
  }
  want(numbered(kVerifyingBatchesMax), VerifyDepth::Full);
  EXPECT_FALSE(verifies(numbered(kVerifyingBatchesMax)));
  EXPECT_TRUE(verifies(numbered(kVerifyingBatchesMax), 3)) << "another sender has room";
}

TEST_F(IntakeTest, WindowOfALaneCountsWhatItsSenderHasInVerification) {
  for (std::uint64_t sequence = 1; sequence <= kLaneWindowBatches - 1; ++sequence) {
    held_.hold(ABatch{.id = 2, .sequence = sequence}.held());
  }
  EXPECT_TRUE(verifies({.id = 2, .sequence = kLaneWindowBatches}));
  EXPECT_FALSE(verifies({.id = 2, .sequence = kLaneWindowBatches, .branch = 1}));
}

TEST_F(IntakeTest, FullLaneStillTakesTheFirstBatchOfANewerIncarnation) {
  for (std::uint64_t sequence = 1; sequence <= kLaneWindowBatches; ++sequence) {
    held_.hold(ABatch{.id = 2, .sequence = sequence}.held());
  }
  EXPECT_FALSE(verifies({.id = 2, .sequence = 2, .incarnation = 2}));
  EXPECT_TRUE(verifies({.id = 2, .sequence = 1, .incarnation = 2}));
}

TEST_F(IntakeTest, ThirdBranchUnderOneSequenceIsDroppedL6) {
  held_.hold(ABatch{.id = 2}.held());
  held_.hold(ABatch{.id = 2, .branch = 1}.held());
  EXPECT_FALSE(verifies({.id = 2, .branch = 2}));
  want({.id = 2, .branch = 2}, VerifyDepth::Full);
  EXPECT_TRUE(verifies({.id = 2, .branch = 2})) << "a block may have chosen it";
}

TEST_F(IntakeTest, RememberedInvalidDigestsAreBoundedAndTheOldestIsForgotten) {
  const auto numbered = [](std::size_t i) {
    return ABatch{.id = 2, .sequence = i % 200 + 1, .incarnation = i / 200 + 1};
  };
  for (std::size_t i = 0; i <= kInvalidBatchesMax; ++i) {
    intake_.remember_invalid(numbered(i).digest());
  }
  EXPECT_FALSE(intake_.is_invalid(numbered(0).digest()));
  EXPECT_TRUE(intake_.is_invalid(numbered(1).digest()));
}

}  // namespace
}  // namespace vitalstream::consensus::testing
