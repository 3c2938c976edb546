// An empty record cannot tell a first start from a lost disk (C15). So a network must be able to
// start, with a dead validator, too, and a validator that has voted, lost its disk and was begun
// anew by plain `init` must sign nothing in a view in which it has voted.
#include "tests/sim/scenarios/story.hpp"

namespace vitalstream::sim {
namespace {

using consensus::RecordState;
using consensus::Vote;

class FirstStart : public Story {
 protected:
  void begin_anew(std::size_t number) {
    cluster().process(number).crash();
    cluster().process(number).lose_disk(NewDisk::FirstRecord);
    cluster().boot(number);
  }
  RecordState record_of(std::size_t number) {
    return cluster().process(number).status().replica.record;
  }
  // Validators come up one after the other, far apart.
  void start_apart(const std::vector<std::size_t>& numbers) {
    cluster_of(four());
    for (const std::size_t number : numbers) {
      cluster().boot(number);
      cluster().run_for(seconds(3));
    }
  }
};

TEST_F(FirstStart, ANewNetworkStarts) {
  start();
  EXPECT_TRUE(is_ordered(0, seconds(1)));
  EXPECT_TRUE(reach({0, 1, 2, 3}, 1, seconds(1)));
  expect_no_violation();
}

TEST_F(FirstStart, ANewNetworkStartsWithoutAValidatorThatIsDeadFromTheStart) {
  start_apart({2, 0, 3});
  EXPECT_TRUE(is_ordered(0, seconds(5)));
  cluster().load(milliseconds(5));
  EXPECT_TRUE(reach({0, 2, 3}, 10, seconds(10)));
  expect_no_violation();
}

TEST_F(FirstStart, ANewNetworkStartsBesideAValidatorThatLiesAboutEveryView) {
  cluster_of(four());
  cluster().process(1).set_actor(make_actor(ActorKind::ViewLiar));
  cluster().boot_all();
  EXPECT_TRUE(is_ordered(0, seconds(5)));
  expect_no_violation();
}

TEST_F(FirstStart, ANewNetworkStartsBesideAFalseWitness) {
  cluster_of(four());
  cluster().process(1).set_actor(make_actor(ActorKind::FalseWitness));
  cluster().boot_all();
  EXPECT_TRUE(is_ordered(0, seconds(5)));
  cluster().load(milliseconds(5));
  EXPECT_TRUE(reach({0, 2, 3}, 10, seconds(10)));
  expect_no_violation();
}

TEST_F(FirstStart, OneThatComesLateVotesWhenAllOthersHaveAnswered) {
  start_apart({0, 1, 2});
  cluster().load(milliseconds(5));
  ASSERT_TRUE(reach({0, 1, 2}, 100, seconds(30)));
  cluster().boot(3);
  EXPECT_TRUE(
      cluster().run_until([&] { return record_of(3) == RecordState::Established; }, seconds(10)));
  EXPECT_TRUE(reach({3}, cluster().best_height() + 10, seconds(10)));
  expect_no_violation();
}

TEST_F(FirstStart, AfterALossItNeverSignsAgainInAViewInWhichItHasVoted) {
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    ClusterOptions options = four();
    options.seed = seed;
    cluster_of(options);
    cluster().boot_all();
    cluster().load(milliseconds(2));
    // From the very first votes on.
    cluster().run_for(milliseconds(static_cast<std::int64_t>(1 + seed * 3)));
    begin_anew(seed % 4);
    cluster().run_for(seconds(1));
    EXPECT_EQ(record_of(seed % 4), RecordState::Established) << "seed " << seed;
    expect_no_violation();
  }
}

// One of the three that know better lies, one is cut off: what is left is not enough.
TEST_F(FirstStart, AfterALossItSignsNothingWhileTooFewAnswer) {
  start();
  cluster().process(1).set_actor(make_actor(ActorKind::ViewLiar));
  ASSERT_TRUE(is_ordered(0, seconds(2)));
  cluster().partition({0});
  std::uint64_t votes = 0;
  const ProcessId three = cluster().process(3).id();
  cluster().network().set_filter([&](ProcessId from, const Outgoing& outgoing) {
    votes += from == three && message_of<Vote>(outgoing) != nullptr ? 1U : 0U;
    return true;
  });
  begin_anew(3);
  votes = 0;
  cluster().run_for(seconds(5));
  EXPECT_EQ(votes, 0U);
  EXPECT_EQ(record_of(3), RecordState::Unproven);
  cluster().heal();
  EXPECT_TRUE(reach({0, 2, 3}, cluster().best_height(), seconds(20)));
  EXPECT_TRUE(is_ordered(0, seconds(20)));
  expect_no_violation();
}

// The others restart while it comes back, so that they have forgotten whose votes they have seen.
TEST_F(FirstStart, AfterALossItSignsNoViewTwiceThoughTheOthersRestart) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    ClusterOptions options = four();
    options.seed = seed;
    start(options);
    cluster().load(milliseconds(2));
    cluster().run_for(milliseconds(static_cast<std::int64_t>(20 + seed * 7)));
    for (const std::size_t other : {0U, 1U, 2U}) {
      cluster().process(other).crash();
      cluster().restart_after(other, milliseconds(20));
    }
    begin_anew(3);
    cluster().run_for(seconds(3));
    expect_no_violation();
  }
}

}  // namespace
}  // namespace vitalstream::sim
