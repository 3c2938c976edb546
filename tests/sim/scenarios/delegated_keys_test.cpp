// Validators whose key is far away let keys in memory sign. A range of views runs out again and
// again, and nobody waits for it. A validator that stops between its delegation and the first vote
// has lost the key: it comes back with another one, and the network, which needs its vote, goes on.
#include "tests/sim/scenarios/story.hpp"

namespace vitalstream::sim {
namespace {

class DelegatedKeys : public Story {};

TEST_F(DelegatedKeys, AreRenewedBesideValidatorsThatSignThemselves) {
  constexpr std::uint64_t kViewsAhead = 12;
  constexpr std::uint64_t kBlocks = 120;
  cluster_of(four());
  cluster().process(0).delegate_votes(kViewsAhead);
  cluster().process(2).delegate_votes(kViewsAhead);
  cluster().boot_all();
  cluster().load(milliseconds(2));
  EXPECT_TRUE(reach({0, 1, 2, 3}, kBlocks, seconds(60)));
  for (const std::size_t delegator : {0U, 2U}) {
    EXPECT_GE(cluster().process(delegator).delegations(), kBlocks / kViewsAhead);
    EXPECT_LE(cluster().process(delegator).delegations(), kBlocks / 2);
  }
  EXPECT_EQ(cluster().process(1).delegations(), 0U);
  expect_no_violation();
}

TEST_F(DelegatedKeys, AreMadeAnewAfterACrashBetweenAnyTwoEffects) {
  // After a kill the others commit to the new process when hold is over (C15), so that many effects
  // come before its first vote.
  constexpr std::uint64_t kCrashes = 200;
  constexpr std::uint64_t kStride = 5;
  ClusterOptions options = four();
  options.parameters.ask_period = milliseconds(50);
  options.parameters.use = milliseconds(200);
  options.parameters.hold = milliseconds(300);
  std::size_t crashed_with_a_key = 0;
  for (std::uint64_t crash = 0; crash < kCrashes; ++crash) {
    const std::uint64_t effects = crash * kStride;
    cluster_of(options);
    Process& process = cluster().process(0);
    for (std::size_t i = 0; i < cluster().size(); ++i) {
      cluster().process(i).delegate_votes(1'000);
    }
    cluster().boot_all();
    ASSERT_TRUE(is_ordered(1, seconds(10)));
    cluster().process(3).crash();
    process.crash();
    const std::uint64_t before = process.delegations();
    cluster().load(milliseconds(5));
    cluster().boot(0);
    process.crash_after(effects);
    ASSERT_TRUE(cluster().run_until([&] { return !process.is_running(); }, seconds(30)));
    const std::uint64_t at_crash = process.delegations();
    crashed_with_a_key += at_crash > before ? 1U : 0U;
    cluster().boot(0);
    EXPECT_TRUE(reach({0, 1, 2}, cluster().best_height() + 5, seconds(30))) << effects;
    EXPECT_GT(process.delegations(), at_crash) << effects;
    expect_no_violation();
  }
  EXPECT_GT(crashed_with_a_key, 0U);
  EXPECT_LT(crashed_with_a_key, kCrashes);
}

}  // namespace
}  // namespace vitalstream::sim
