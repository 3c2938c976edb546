// A link between two honest validators is missing: for hours, when one of them renews its CA and
// the other has not heard of it. It may cost neither the tolerance of the network nor, after a
// restart, a validator (C15, C17).
#include "tests/sim/scenarios/story.hpp"

namespace vitalstream::sim {
namespace {

class MissingLink : public Story {
 protected:
  void start_without(std::size_t one, std::size_t other, const ClusterOptions& options = four()) {
    cluster_of(options);
    without(one, other);
    cluster().boot_all();
    cluster().load(milliseconds(5));
    cluster().run_for(seconds(2));
  }
  void without(std::size_t one, std::size_t other) {
    cluster().network().cut(cluster().process(one).id(), cluster().process(other).id());
    cluster().network().cut(cluster().process(other).id(), cluster().process(one).id());
  }
  // Votes of the validator for the newest blocks: validator 0, which no story cuts off from it,
  // counts it as missing no more.
  bool votes_within(std::size_t number, Duration limit) {
    const auto missed_by = [&](std::size_t observer) {
      return cluster().process(observer).status().replica.views.missing_now;
    };
    return cluster().run_until(
        [&] {
          const auto& replica = cluster().process(number).status().replica;
          return !replica.looking_back && missed_by(0) == 0 &&
                 replica.final_height.value() + 2 >= cluster().best_height();
        },
        limit);
  }
};

TEST_F(MissingLink, WithOneMoreDeadTheOthersGoOn) {
  start_without(0, 1);
  cluster().process(3).crash();
  EXPECT_TRUE(is_ordered(2, seconds(3)));
  EXPECT_TRUE(is_ordered(0, seconds(3)));
  EXPECT_TRUE(is_ordered(1, seconds(3)));
  expect_no_violation();
}

TEST_F(MissingLink, AValidatorThatWasKilledVotesAgainUnderLoad) {
  start_without(2, 3);
  cluster().process(3).crash();
  cluster().run_for(seconds(1));
  cluster().boot(3);
  EXPECT_TRUE(votes_within(3, seconds(5)));
  cluster().run_for(seconds(2));
  EXPECT_TRUE(votes_within(3, milliseconds(500))) << "and goes on";
  expect_no_violation();
}

TEST_F(MissingLink, AValidatorThatWasDrainedVotesAgainAtOnce) {
  start_without(2, 3);
  cluster().process(3).drain();
  cluster().run_for(seconds(1));
  cluster().process(3).crash();
  cluster().run_for(milliseconds(500));
  cluster().boot(3);
  EXPECT_TRUE(votes_within(3, seconds(2)));
  expect_no_violation();
}

TEST_F(MissingLink, OfSevenAnyTwoOfAValidatorMayBeMissing) {
  ClusterOptions options = four();
  options.validators = 7;
  cluster_of(options);
  without(6, 1);
  without(6, 3);
  cluster().boot_all();
  cluster().load(milliseconds(5));
  cluster().run_for(seconds(2));
  cluster().process(6).crash();
  cluster().run_for(seconds(1));
  cluster().boot(6);
  EXPECT_TRUE(votes_within(6, seconds(5)));
  expect_no_violation();
}

}  // namespace
}  // namespace vitalstream::sim
