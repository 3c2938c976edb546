// Delta follows the network and not the liars (C18).
#include "tests/sim/laws/pace.hpp"

#include <gtest/gtest.h>

namespace vitalstream::sim {
namespace {

class Pace : public ::testing::TestWithParam<std::size_t> {};

TEST_P(Pace, IsNotSetByLeadersThatProposeAtTheLastMoment) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    EXPECT_EQ(why_liars_set_the_pace(Lie::ProposesAtTheLastMoment, GetParam(), seed), "")
        << "seed " << seed;
  }
}

TEST_P(Pace, IsNotSetByLeadersThatNeverPropose) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    EXPECT_EQ(why_liars_set_the_pace(Lie::NeverProposes, GetParam(), seed), "") << "seed " << seed;
  }
}

TEST_P(Pace, OfASlowNetworkIsFoundAndLeftAgain) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    EXPECT_EQ(why_a_slow_network_stands(GetParam(), seed), "") << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Validators, Pace, ::testing::Values(4, 7),
                         [](const auto& parameter) { return std::to_string(parameter.param); });

}  // namespace
}  // namespace vitalstream::sim
