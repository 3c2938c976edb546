// E1, E2: the own execution moves on.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Point;
using testing::sample_digest;
using testing::Script;

struct OnCommitted : ::testing::Test {
  Script script;
  Point one;
  void SetUp() override {
    script.start();
    one = script.finalize(script.anchor(), View{1}, {a_batch(10, 1)});
  }
};

TEST_F(OnCommitted, MovesTheCommittedHeight) {
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  EXPECT_EQ(script.status().committed_height, Height{1});
}

TEST_F(OnCommitted, AResultThatNoHeaderCommitsToIsWork) {
  EXPECT_EQ(script.status().progress, Progress::Idle);
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  EXPECT_EQ(script.status().progress, Progress::AwaitingProposal);
}

TEST_F(OnCommitted, IsWitnessedInTheSafetyRecord) {
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  script.certify(one, View{2});
  bool witnessed = false;
  for (const JournalRecord& record : script.journal()) {
    if (const auto* witness = std::get_if<WitnessedCommit>(&record)) {
      witnessed = witness->height == Height{1} && witness->block == one.block;
    }
  }
  EXPECT_TRUE(witnessed);
}

TEST_F(OnCommitted, HaltsWhenFinalHeadersCommitToAnotherState) {
  Block block = script.chain.block(one.block, View{2});
  block.header.executed_height = Height{1};
  block.header.executed_root = sample_digest<ExecutedRoot>(0xBA);
  script.propose(block, View{2}, View{1});
  script.certificate(make_finalize(script.chain.notarize(block, View{2}, View{1})));
  EXPECT_TRUE(script.all<Halt>().empty());
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  EXPECT_EQ(script.all<Halt>().size(), 1U);
}

TEST_F(OnCommitted, OutOfOrderStopsTheProcess) {
  EXPECT_DEATH(script.give(Committed{Height{2}, ExecutedRoot{}}), "invariant");
}

}  // namespace
}  // namespace vitalstream::consensus
