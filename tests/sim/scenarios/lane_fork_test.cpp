// A lane owner signs two batches under one sequence number and shows one branch to each half. A
// leader references one branch; its view is nullified; the next leader references the other; a
// holder crashes. Whichever branch becomes final, the other must not, references must go on from
// the final one, and everybody must end with the same chain. Besides, a leader invents the next
// batch of an honest validator's lane: nobody may vote for that, and the real lane must go on.
#include "tests/sim/scenarios/story.hpp"

namespace vitalstream::sim {
namespace {

class LaneFork : public Story {};

TEST_F(LaneFork, EndsInOneBranchForAll) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    ClusterOptions options = four();
    options.seed = seed;
    start(options);
    cluster().process(1).set_actor(make_actor(ActorKind::EquivocatingLaneOwner));
    cluster().load(milliseconds(2));
    cluster().run_for(milliseconds(300));
    cluster().process(2).crash();
    cluster().run_for(milliseconds(300));
    cluster().boot(2);
    const std::uint64_t height = cluster().best_height();
    EXPECT_TRUE(reach({0, 2, 3}, height + 10, seconds(10))) << "seed " << seed;
    expect_no_violation();
  }
}

TEST_F(LaneFork, InventedBatchOfAnotherLaneIsNeverFinalAndTheLaneGoesOn) {
  start();
  cluster().process(1).set_actor(make_actor(ActorKind::FabricatingLeader));
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(is_ordered(0, seconds(3)));
    EXPECT_TRUE(is_ordered(2, seconds(3)));
  }
  expect_no_violation();
}

TEST_F(LaneFork, WithheldBatchDelaysNobodyElse) {
  start();
  cluster().process(1).set_actor(make_actor(ActorKind::WithholdingLaneOwner));
  for (int i = 0; i < 10; ++i) {
    std::ignore = cluster().submit(1);
    EXPECT_TRUE(is_ordered(0, seconds(3)));
    EXPECT_TRUE(is_ordered(3, seconds(3)));
  }
  expect_no_violation();
}

}  // namespace
}  // namespace vitalstream::sim
