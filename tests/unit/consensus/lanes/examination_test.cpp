// C7, L4, L5, L6: whether the references of a proposal are right.
#include "consensus/lanes/examination.hpp"

#include <gtest/gtest.h>

#include "a_batch.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus::testing {
namespace {

class ExaminationTest : public ::testing::Test {
 protected:
  PayloadState examine(const std::vector<BatchRef>& references, std::uint64_t height = 4) {
    return examine_references(set_, held_, intake_, {parent_, Height{height}, references}).state;
  }
  ValidatorSet set_ = validators(4);
  HeldBatches held_{set_, {}};
  Intake intake_{set_, std::nullopt};
  LanePositions parent_;
};

TEST_F(ExaminationTest, NothingIsReady) { EXPECT_EQ(examine({}), PayloadState::Ready); }

TEST_F(ExaminationTest, HeldChainIsReady) {
  held_.hold(ABatch{.sequence = 1}.held());
  held_.hold(ABatch{.sequence = 2}.held());
  EXPECT_EQ(examine({ABatch{.sequence = 1}.ref(), ABatch{.sequence = 2}.ref()}),
            PayloadState::Ready);
}

TEST_F(ExaminationTest, WhatIsNotHeldIsMissingAndNeverInvalid) {
  held_.hold(ABatch{.sequence = 1}.held());
  const std::vector references{ABatch{.sequence = 1}.ref(), ABatch{.sequence = 2}.ref()};
  const auto result = examine_references(set_, held_, intake_, {parent_, Height{4}, references});
  EXPECT_EQ(result.state, PayloadState::Missing);
  EXPECT_EQ(result.missing, std::vector{ABatch{.sequence = 2}.ref()});
}

// A leader that references much of its own is refused before all of it has been verified.
TEST_F(ExaminationTest, MoreThanABlockHoldsIsInvalidAsSoonAsItsBatchesAreBeingVerified) {
  constexpr std::uint32_t kBody = kBatchBodyBytesMax;
  const std::size_t count = (kBlockReferencedBytesMax + kReferencedBytesSlack) / kBody + 1;
  Fetcher fetcher(milliseconds(100), 1);
  std::vector<BatchRef> references;
  for (std::size_t i = 1; i <= count; ++i) {
    const ABatch batch{.sequence = i, .bytes = kBody};
    references.push_back(batch.ref());
    EXPECT_EQ(examine(references), PayloadState::Missing);
    fetcher.want(Instant{}, {peer(1), batch.ref(), VerifyDepth::Full}, Height{});
    std::ignore = intake_.on_arrived(Instant{}, batch.arrived(1), held_, fetcher);
  }
  EXPECT_EQ(examine(references), PayloadState::Invalid);
  references.pop_back();
  EXPECT_EQ(examine(references), PayloadState::Missing);
}

// The digest does not cover what travels beside the body.
TEST_F(ExaminationTest, WhatSomebodySentBesideABatchIsNotCountedUntilItIsVerified) {
  Fetcher fetcher(milliseconds(100), 1);
  std::vector<BatchRef> references;
  for (std::uint64_t i = 1; i <= 4; ++i) {
    const ABatch batch{.sequence = i};
    references.push_back(batch.ref());
    fetcher.want(Instant{}, {peer(1), batch.ref(), VerifyDepth::Full}, Height{});
    BatchArrived padded = batch.arrived(3);
    padded.total_bytes = kBatchBytesMax;
    std::ignore = intake_.on_arrived(Instant{}, padded, held_, fetcher);
  }
  EXPECT_EQ(examine(references), PayloadState::Missing);
}

TEST_F(ExaminationTest, GapIsInvalid) {
  held_.hold(ABatch{.sequence = 2}.held());
  EXPECT_EQ(examine({ABatch{.sequence = 2}.ref()}), PayloadState::Invalid);
}

TEST_F(ExaminationTest, ReferenceOfTheParentAgainIsInvalid) {
  parent_[lane(1)] = ABatch{.sequence = 1}.position();
  held_.hold(ABatch{.sequence = 1}.held());
  EXPECT_EQ(examine({ABatch{.sequence = 1}.ref()}), PayloadState::Invalid);
}

TEST_F(ExaminationTest, OtherBranchThanTheParentsIsInvalid) {
  parent_[lane(1)] = ABatch{.sequence = 1, .branch = 1}.position();
  held_.hold(ABatch{.sequence = 2}.held());
  EXPECT_EQ(examine({ABatch{.sequence = 2}.ref()}), PayloadState::Invalid);
}

TEST_F(ExaminationTest, NewerIncarnationBeginsAtOneAndOlderOnesAreInvalid) {
  parent_[lane(1)] = ABatch{.sequence = 5, .incarnation = 2}.position();
  held_.hold(ABatch{.sequence = 1, .incarnation = 3}.held());
  held_.hold(ABatch{.sequence = 6, .incarnation = 1}.held());
  EXPECT_EQ(examine({ABatch{.sequence = 1, .incarnation = 3}.ref()}), PayloadState::Ready);
  EXPECT_EQ(examine({ABatch{.sequence = 6, .incarnation = 1}.ref()}), PayloadState::Invalid);
  EXPECT_EQ(examine({ABatch{.sequence = 2, .incarnation = 3}.ref()}), PayloadState::Invalid);
}

TEST_F(ExaminationTest, LanesMustStandInTheOrderOfTheHeight) {
  held_.hold(ABatch{.id = 1}.held());
  held_.hold(ABatch{.id = 2}.held());
  const std::vector<BatchRef> one_two{ABatch{.id = 1}.ref(), ABatch{.id = 2}.ref()};
  const std::vector<BatchRef> two_one{ABatch{.id = 2}.ref(), ABatch{.id = 1}.ref()};
  EXPECT_EQ(examine(one_two, 4), PayloadState::Ready);
  EXPECT_EQ(examine(two_one, 4), PayloadState::Invalid);
  EXPECT_EQ(examine(two_one, 5), PayloadState::Ready);
  EXPECT_EQ(examine(one_two, 5), PayloadState::Invalid);
}

TEST_F(ExaminationTest, LaneOfNobodyIsInvalid) {
  EXPECT_EQ(examine({ABatch{.id = 9}.ref()}), PayloadState::Invalid);
}

TEST_F(ExaminationTest, ReferenceThatMisnamesAHeldBatchIsInvalid) {
  held_.hold(ABatch{.id = 2}.held());
  BatchRef lie = ABatch{.id = 1}.ref();
  lie.digest = ABatch{.id = 2}.digest();
  EXPECT_EQ(examine({lie}), PayloadState::Invalid);
}

TEST_F(ExaminationTest, BatchWithAnInvalidItemIsInvalid) {
  intake_.remember_invalid(ABatch{}.digest());
  EXPECT_EQ(examine({ABatch{}.ref()}), PayloadState::Invalid);
}

TEST_F(ExaminationTest, MoreBytesThanABlockMayReferenceIsInvalid) {
  std::vector<BatchRef> references;
  constexpr std::uint32_t kBytes = 256 * 1024;
  for (std::uint64_t i = 1; i <= kBlockReferencedBytesMax / kBytes; ++i) {
    held_.hold(ABatch{.sequence = i, .bytes = kBytes}.held());
    references.push_back(ABatch{.sequence = i}.ref());
  }
  EXPECT_EQ(examine(references), PayloadState::Ready);
  const std::uint64_t one_more = references.size() + 1;
  held_.hold(ABatch{.sequence = one_more, .bytes = kReferencedBytesSlack + 1}.held());
  references.push_back(ABatch{.sequence = one_more}.ref());
  EXPECT_EQ(examine(references), PayloadState::Invalid);
}

}  // namespace
}  // namespace vitalstream::consensus::testing
