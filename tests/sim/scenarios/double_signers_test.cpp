// The control of all controls. Twins: a validator runs twice with one key. One such validator is
// within f = 1: the honest three must stay together whatever the twins do. Two are more than f, and
// if the network is split so that each half has one of each pair, both halves have a quorum: they
// must fork, or the checkers check nothing.
#include "tests/sim/scenarios/story.hpp"

namespace vitalstream::sim {
namespace {

using consensus::ValidatorIndex;

class DoubleSigners : public Story {
 protected:
  static ClusterOptions with_twins(std::vector<ValidatorIndex> twins, std::uint64_t seed) {
    ClusterOptions options = four();
    options.twins = std::move(twins);
    options.seed = seed;
    return options;
  }
};

TEST_F(DoubleSigners, MoreThanFOfThemDoFork) {
  start(with_twins({ValidatorIndex{0}, ValidatorIndex{1}}, 1));
  // Processes 4 and 5 are the second selves of 0 and 1.
  cluster().partition({0, 1, 2});
  cluster().load(milliseconds(3));
  cluster().run_for(seconds(3));
  const auto& all = cluster().violations().all();
  EXPECT_TRUE(std::ranges::any_of(all, [](const auto& one) { return one.property == "S1"; }))
      << "two quorums that share no honest validator have not forked";
}

TEST_F(DoubleSigners, OneOfThemNeverDividesTheOthers) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    start(with_twins({ValidatorIndex{0}}, seed));
    Prng prng = cluster().fork("twins");
    cluster().load(milliseconds(2));
    for (int change = 0; change < 8; ++change) {
      std::set<std::size_t> side;
      for (std::size_t i = 0; i < cluster().size(); ++i) {
        if (prng.chance(0.5)) {
          side.insert(i);
        }
      }
      cluster().partition(side);
      cluster().run_for(prng.between(milliseconds(10), milliseconds(400)));
      cluster().heal();
      cluster().run_for(prng.between(milliseconds(10), milliseconds(200)));
    }
    const std::uint64_t height = cluster().best_height();
    EXPECT_TRUE(reach({1, 2, 3}, height + 5, seconds(20))) << "seed " << seed;
    expect_no_violation();
  }
}

// C14: the votes of its other self come back in certificates.
TEST_F(DoubleSigners, OneThatSeesAVoteWhichItDidNotCastHaltsAndTheOtherGoesOn) {
  start(with_twins({ValidatorIndex{0}}, 1));
  cluster().partition({0, 1});
  cluster().load(milliseconds(3));
  ASSERT_TRUE(reach({2, 3, 4}, 5, seconds(5)));
  EXPECT_FALSE(cluster().has_halted(0)) << "it has seen nothing yet";
  cluster().heal();
  ASSERT_TRUE(cluster().run_until([&] { return cluster().has_halted(0); }, seconds(5)));
  EXPECT_TRUE(reach({1, 2, 3, 4}, cluster().best_height() + 10, seconds(20)));
  expect_no_violation();
}

}  // namespace
}  // namespace vitalstream::sim
