// Validator 3 signs finalize for a block, and its vote reaches only validator 0. Then its disk is
// lost. Validator 0, the one honest peer that has seen the vote, is cut off, and validator 1 lies
// about every view. The operator gives the explicit command for a new record. If validator 3 voted
// again in a view in which it has voted before, it could help to finalize a second block. It must
// not sign anything until 2f+1 others have told it their views, and then only above them (C15).
#include "tests/sim/scenarios/story.hpp"

namespace vitalstream::sim {
namespace {

using consensus::Vote;
using consensus::VoteKind;

class WipedValidator : public Story {};

TEST_F(WipedValidator, SignsNothingUntilEnoughOthersHaveAnswered) {
  start();
  cluster().process(1).set_actor(make_actor(ActorKind::ViewLiar));
  ASSERT_TRUE(is_ordered(0, seconds(2)));
  const ProcessId three = cluster().process(3).id();
  bool finalized = false;
  cluster().network().set_filter([&](ProcessId from, const Outgoing& outgoing) {
    const Vote* vote = message_of<Vote>(outgoing);
    if (from != three || vote == nullptr || vote->subject.kind != VoteKind::Finalize) {
      return true;
    }
    finalized = finalized || outgoing.to == ProcessId{0};
    return outgoing.to == ProcessId{0};
  });
  cluster().load(milliseconds(3));
  ASSERT_TRUE(cluster().run_until([&] { return finalized; }, seconds(2)));
  cluster().run_for(milliseconds(2));

  cluster().process(3).crash();
  cluster().process(3).lose_disk();
  cluster().partition({0});
  std::uint64_t votes = 0;
  cluster().network().set_filter([&](ProcessId from, const Outgoing& outgoing) {
    votes += from == three && message_of<Vote>(outgoing) != nullptr ? 1U : 0U;
    return true;
  });
  cluster().boot(3);
  cluster().run_for(seconds(5));
  EXPECT_EQ(votes, 0U) << "only two others can answer while validator 0 is cut off";

  cluster().heal();
  EXPECT_TRUE(cluster().run_until([&] { return votes > 0; }, seconds(20)));
  const std::uint64_t height = cluster().best_height();
  EXPECT_TRUE(reach({0, 2, 3}, height + 10, seconds(20)));
  expect_no_violation();
}

TEST_F(WipedValidator, NeverSignsAgainInAViewInWhichItHasVoted) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    ClusterOptions options = four();
    options.seed = seed;
    start(options);
    cluster().process(1).set_actor(make_actor(ActorKind::ViewLiar));
    cluster().load(milliseconds(2));
    cluster().run_for(milliseconds(static_cast<std::int64_t>(50 + seed * 13)));
    cluster().process(3).crash();
    cluster().process(3).lose_disk();
    cluster().boot(3);
    cluster().run_for(seconds(2));
    expect_no_violation();
  }
}

}  // namespace
}  // namespace vitalstream::sim
