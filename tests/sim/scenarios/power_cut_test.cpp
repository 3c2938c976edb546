// The power of the whole site fails, and every validator stops between two effects of its own, so
// that their records remember different votes of one view. Three of the four come back. No two
// records can be merged, nobody may vote twice, and yet the three must go on. Answers given before
// must still be true.
#include "tests/sim/scenarios/story.hpp"

namespace vitalstream::sim {
namespace {

class PowerCut : public Story {};

TEST_F(PowerCut, LeavesThreeValidatorsAbleToGoOn) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    ClusterOptions options = four();
    options.seed = seed;
    start(options);
    cluster().load(milliseconds(2));
    cluster().run_for(milliseconds(100));
    Prng prng = cluster().fork("power");
    for (std::size_t i = 0; i < cluster().size(); ++i) {
      cluster().process(i).crash_after(prng.below(60));
    }
    const auto all_dark = [&] {
      std::size_t running = 0;
      for (std::size_t i = 0; i < cluster().size(); ++i) {
        running += cluster().process(i).is_running() ? 1U : 0U;
      }
      return running == 0;
    };
    ASSERT_TRUE(cluster().run_until(all_dark, seconds(30)));
    const std::uint64_t before = cluster().best_height();
    const std::size_t stays_dead = prng.below(4);
    std::vector<std::size_t> living;
    for (std::size_t i = 0; i < 4; ++i) {
      if (i != stays_dead) {
        living.push_back(i);
        cluster().boot(i);
      }
    }
    EXPECT_TRUE(reach(living, before + 10, seconds(10))) << "seed " << seed;
    cluster().check_answers_kept();
    expect_no_violation();
  }
}

}  // namespace
}  // namespace vitalstream::sim
