// Leaders fill their proposals with batches that do not exist, so that everybody asks for them
// (C7).
#include "tests/sim/laws/invented_references.hpp"

#include <gtest/gtest.h>

namespace vitalstream::sim {
namespace {

class InventedReferences : public ::testing::TestWithParam<std::size_t> {};

TEST_P(InventedReferences, CostTheHonestNeitherAViewNorTime) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    EXPECT_EQ(why_the_honest_wait(GetParam(), seed), "") << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Validators, InventedReferences, ::testing::Values(4, 7),
                         [](const auto& parameter) { return std::to_string(parameter.param); });

}  // namespace
}  // namespace vitalstream::sim
