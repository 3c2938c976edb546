// The whole replica, four of them in memory: it moves (C1, C4, C9, C13), rests (C2), passes over
// the dead (C11), remembers (C14) and catches up (S1).
#include "consensus/core/replica.hpp"

#include <gtest/gtest.h>

#include "cluster.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Cluster;

TEST(Replica, MakesASubmittedBatchFinalEverywhere) {
  Cluster cluster(4);
  cluster.start_all();
  cluster.submit(a_batch(10, 1));
  // Before it is known that the network is being born nobody commits to anybody, and who was
  // refused asks again after half a second (C15).
  ASSERT_TRUE(cluster.run_until([&] { return cluster.all_have(1); }, milliseconds(800)));
  EXPECT_EQ(cluster.node(0).chain[0].block.references, std::vector{a_batch(10, 1)});
  EXPECT_TRUE(cluster.chains_agree());
}

// But the questions of C15, every half second to each other, and their answers.
TEST(Replica, CommitsToTheResultAndThenSendsNothing) {
  constexpr std::size_t kQuestionsAndAnswers = 60 * 2 * 4 * 3 * 2;
  Parameters parameters;
  parameters.heartbeat = Duration{0};
  Cluster cluster(4, parameters);
  cluster.start_all();
  cluster.submit(a_batch(10, 1));
  cluster.run_for(seconds(2));
  ASSERT_TRUE(cluster.all_have(2));
  EXPECT_EQ(cluster.node(0).chain.back().block.header.executed_height, Height{1});
  const std::size_t before = cluster.messages();
  cluster.run_for(seconds(60));
  EXPECT_EQ(cluster.messages(), before + kQuestionsAndAnswers);
  EXPECT_EQ(cluster.node(0).replica->status().progress, Progress::Idle);
}

TEST(Replica, MakesAnEmptyBlockWhenTheHeartbeatIsDue) {
  Cluster cluster(4);
  cluster.start_all();
  cluster.run_for(seconds(35));
  EXPECT_TRUE(cluster.all_have(3));
  EXPECT_FALSE(cluster.all_have(4));
  EXPECT_EQ(cluster.node(0).replica->status().view, View{4});
}

TEST(Replica, GoesOnWithOneOfFourDead) {
  Cluster cluster(4);
  for (std::size_t i = 0; i < 3; ++i) {
    cluster.start(i);
  }
  for (std::uint64_t sequence = 1; sequence <= 50; ++sequence) {
    cluster.submit(a_batch(10, sequence));
    cluster.run_for(milliseconds(20));
  }
  cluster.run_for(seconds(3));
  EXPECT_EQ(cluster.node(0).tip.state.lanes.at(ValidatorId{10}).sequence, Sequence{50});
  EXPECT_TRUE(cluster.chains_agree());
}

TEST(Replica, RemembersAfterAPowerCutOfAll) {
  Cluster cluster(4);
  cluster.start_all();
  for (std::uint64_t sequence = 1; sequence <= 20; ++sequence) {
    cluster.submit(a_batch(10, sequence));
    cluster.run_for(milliseconds(7));
    for (std::size_t i = 0; i < 4; ++i) {
      cluster.crash(i);
    }
    cluster.start_all();
  }
  cluster.run_for(seconds(3));
  EXPECT_EQ(cluster.node(0).tip.state.lanes.at(ValidatorId{10}).sequence, Sequence{20});
  EXPECT_TRUE(cluster.chains_agree());
}

TEST(Replica, CatchesUpAfterHundredsOfBlocks) {
  Cluster cluster(4);
  cluster.start_all();
  cluster.run_for(milliseconds(500));
  cluster.crash(3);
  for (std::uint64_t sequence = 1; sequence <= 600; ++sequence) {
    cluster.submit(a_batch(10, sequence));
    cluster.run_for(milliseconds(10));
  }
  ASSERT_GT(cluster.node(0).chain.size(), 500U);
  cluster.start(3);
  const Instant from = cluster.now();
  ASSERT_TRUE(cluster.run_until(
      [&] { return cluster.node(3).chain.size() + 2 >= cluster.node(0).chain.size(); }));
  EXPECT_LT(cluster.now() - from, seconds(15));
  EXPECT_TRUE(cluster.chains_agree());
}

}  // namespace
}  // namespace vitalstream::consensus
