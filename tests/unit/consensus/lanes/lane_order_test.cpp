// L4: the order of lanes inside a block.
#include "consensus/lanes/lane_order.hpp"

#include <gtest/gtest.h>

#include "a_batch.hpp"

namespace vitalstream::consensus::testing {
namespace {

TEST(LaneOrder, IsRotatedByHeight) {
  const ValidatorSet set = validators(4);
  EXPECT_EQ(lane_order(set, Height{4}), (std::vector{lane(1), lane(2), lane(3), lane(4)}));
  EXPECT_EQ(lane_order(set, Height{5}), (std::vector{lane(2), lane(3), lane(4), lane(1)}));
  EXPECT_EQ(lane_order(set, Height{7}), (std::vector{lane(4), lane(1), lane(2), lane(3)}));
}

TEST(LaneOrder, RankIsThePlaceInTheOrder) {
  const ValidatorSet set = validators(5);
  for (std::uint64_t height = 1; height <= 10; ++height) {
    const auto order = lane_order(set, Height{height});
    for (std::size_t i = 0; i < order.size(); ++i) {
      EXPECT_EQ(lane_rank(set, Height{height}, order[i]), i) << "height " << height;
    }
  }
}

TEST(LaneOrder, LaneOfNobodyHasNoRank) {
  EXPECT_FALSE(lane_rank(validators(4), Height{1}, lane(9)));
}

}  // namespace
}  // namespace vitalstream::consensus::testing
