#include "consensus/types/lane_position.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

namespace vitalstream::consensus::testing {
namespace {

LanePosition at(std::uint64_t incarnation, std::uint64_t sequence) {
  return {Incarnation{incarnation}, Sequence{sequence}, BatchDigest{}};
}

TEST(LanePosition, ALaterIncarnationIsAheadWhateverItsSequence) {
  EXPECT_TRUE(is_ahead(at(2, 1), at(1, 100)));
  EXPECT_FALSE(is_ahead(at(1, 100), at(2, 1)));
}

TEST(LanePosition, WithinAnIncarnationTheSequenceDecides) {
  EXPECT_TRUE(is_ahead(at(1, 2), at(1, 1)));
  EXPECT_FALSE(is_ahead(at(1, 1), at(1, 1)));
  EXPECT_FALSE(is_ahead(at(1, 1), at(1, 2)));
}

TEST(LanePosition, TwoBranchesAtOnePlaceAreNotAheadOfEachOther) {
  LanePosition branch = at(1, 1);
  branch.digest = sample_digest<BatchDigest>(1);
  EXPECT_FALSE(is_ahead(branch, at(1, 1)));
  EXPECT_FALSE(is_ahead(at(1, 1), branch));
}

TEST(LanePositions, AnUnknownLaneStandsAtItsBeginning) {
  const LanePositions positions{{ValidatorId{20}, position_of(sample_ref())}};
  EXPECT_EQ(position_in(positions, ValidatorId{10}), LanePosition{});
  EXPECT_EQ(position_in(positions, ValidatorId{20}).sequence, Sequence{3});
}

}  // namespace
}  // namespace vitalstream::consensus::testing
