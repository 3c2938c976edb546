// Once blocks are made, f validators may be without what they have signed at one time, or have
// signed nothing yet (C15). More than f must leave out the view that the others are in, which then
// never ends: the swarm owes progress up to there and no further.
#include "tests/sim/owed_progress.hpp"
#include "tests/sim/scenarios/story.hpp"

namespace vitalstream::sim {
namespace {

// Seven, so that f is 2; five of them are enough for the first blocks.
constexpr std::size_t kFaultyMax = 2;

class SomeWithoutVotes : public Story {
 protected:
  void begin(const std::vector<std::size_t>& numbers) {
    cluster_of(quiet(7));
    begin_with(numbers);
  }
  void begin_with(const std::vector<std::size_t>& numbers) {
    for (const std::size_t number : numbers) {
      cluster().boot(number);
    }
    ASSERT_TRUE(is_ordered(numbers.front(), seconds(10)));
  }
  void lose_disk(std::size_t number) {
    cluster().process(number).crash();
    cluster().process(number).lose_disk();
    cluster().boot(number);
  }
  bool has_voted(std::size_t number) { return !cluster().process(number).disk().must_ask(); }
};

TEST_F(SomeWithoutVotes, FOfThemComeBack) {
  begin({0, 1, 2, 3, 4});
  cluster().load(milliseconds(5));
  cluster().boot(5);
  ASSERT_TRUE(cluster().run_until([&] { return has_voted(5); }, seconds(20)));
  lose_disk(4);
  cluster().boot(6);
  const std::uint64_t height = cluster().best_height();
  EXPECT_TRUE(reach({0, 1, 2, 3, 4, 5, 6}, height + 10, seconds(20)));
  EXPECT_TRUE(cluster().run_until([&] { return has_voted(4) && has_voted(6); }, seconds(20)));
  expect_no_violation();
}

TEST_F(SomeWithoutVotes, MoreThanFOfThemStopTheNetwork) {
  begin({0, 1, 2, 3, 4});
  lose_disk(4);
  cluster().boot(5);
  cluster().boot(6);
  const std::uint64_t height = cluster().best_height();
  EXPECT_FALSE(is_ordered(0, seconds(60)));
  EXPECT_EQ(cluster().best_height(), height);
  expect_no_violation();
}

TEST_F(SomeWithoutVotes, AreCountedWhetherHonestOrNot) {
  cluster_of(quiet(7));
  cluster().process(1).set_actor(make_actor(ActorKind::LyingRootLeader));
  cluster().process(2).set_actor(make_actor(ActorKind::Silent));
  begin_with({0, 1, 3, 4, 6});
  const WithoutVotes without = count_without_votes(cluster(), {});
  EXPECT_EQ(without.honest, 1U);
  EXPECT_EQ(without.beside_record, 1U);
  EXPECT_EQ(without.byzantine, 1U);
  EXPECT_FALSE(owes_progress(without, kFaultyMax));
  EXPECT_EQ(count_without_votes(cluster(), 0).honest, 2U);
}

TEST_F(SomeWithoutVotes, OweProgressUpToF) {
  EXPECT_TRUE(owes_progress({1, 1, 0}, kFaultyMax));
  EXPECT_FALSE(owes_progress({1, 1, 1}, kFaultyMax));
  EXPECT_FALSE(owes_progress({2, 1, 0}, kFaultyMax));
  // Nobody honest needs the Byzantine ones, or none of these needs a new record.
  EXPECT_TRUE(owes_progress({0, 2, 1}, kFaultyMax));
  EXPECT_TRUE(owes_progress({6, 0, 1}, kFaultyMax));
}

}  // namespace
}  // namespace vitalstream::sim
