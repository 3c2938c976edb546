// E1: delivery in order. S11: an explicit halt.
#include <gtest/gtest.h>

#include "consensus/core/limits.hpp"
#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Point;
using testing::sample_digest;
using testing::Script;

struct Delivery : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }
};

TEST_F(Delivery, AFinalizationMakesAllAncestorsFinalInOrder) {
  Point at = script.anchor();
  for (std::uint64_t view = 1; view <= 2; ++view) {
    at = script.certify(at, View{view});
  }
  EXPECT_TRUE(script.all<Deliver>().empty());
  script.certificate(make_nullify(Epoch{1}, View{3}));
  const Point last = script.finalize(at, View{4});
  const auto delivered = script.all<Deliver>();
  ASSERT_EQ(delivered.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(delivered[i].block.header.height, Height{i + 1});
    EXPECT_EQ(delivered[i].finalization.subject.block, last.block);
    EXPECT_EQ(delivered[i].finalizes_directly, i == 2);
  }
}

TEST_F(Delivery, WaitsWithDeliveryForTheDataAndFetchesItAsFinal) {
  const Block block = script.chain.block(script.chain.anchor(), View{1}, {a_batch(10, 1)});
  script.propose(block, View{1}, View{0});
  script.certificate(make_finalize(script.chain.notarize(block, View{1}, View{0})));
  EXPECT_TRUE(script.all<Deliver>().empty());
  ASSERT_FALSE(script.all<FetchBatches>().empty());
  script.pass(milliseconds(250));
  EXPECT_TRUE(script.all<FetchBatches>().back().is_final);
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  EXPECT_EQ(script.all<Deliver>().size(), 1U);
}

// Of a block that it has certified without an own vote; a lane's owner can bring that about.
TEST_F(Delivery, FetchesABatchAgainThatTheLanesGaveUpBeforeItWasFinal) {
  const Point one = script.certify(script.anchor(), View{1}, {a_batch(10, 1)});
  script.payload.drop(a_batch(10, 1));
  script.clear();
  script.certificate(make_finalize(make_notarize(Epoch{1}, View{1}, View{0}, one.block)));
  EXPECT_TRUE(script.all<Deliver>().empty());
  ASSERT_FALSE(script.all<FetchBatches>().empty());
  EXPECT_TRUE(script.all<FetchBatches>().back().is_final);
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  EXPECT_EQ(script.all<Deliver>().size(), 1U);
}

TEST_F(Delivery, DeliversNoMoreThanAWindowAheadOfExecution) {
  Point at = script.anchor();
  while (script.status().delivered_height.value() < kDeliverAheadBlocksMax) {
    const View view = script.status().view;
    if (script.status().leader == ValidatorIndex{0}) {
      script.certificate(make_nullify(Epoch{1}, view));
    } else {
      at = script.finalize(at, view);
    }
  }
  if (script.status().leader == ValidatorIndex{0}) {
    script.certificate(make_nullify(Epoch{1}, script.status().view));
  }
  script.finalize(at, script.status().view);
  EXPECT_EQ(script.status().delivered_height, Height{kDeliverAheadBlocksMax});
  EXPECT_EQ(script.status().final_height, Height{kDeliverAheadBlocksMax + 1});
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  EXPECT_EQ(script.status().delivered_height, Height{kDeliverAheadBlocksMax + 1});
}

TEST_F(Delivery, HaltsWhenTwoBlocksAreFinalAtOneHeight) {
  script.finalize(script.anchor(), View{1});
  Block rival = script.chain.block(script.chain.anchor(), View{2});
  rival.header.timestamp = next(rival.header.timestamp);
  const VoteSubject subject = script.chain.notarize(rival, View{2}, View{0});
  script.certificate(make_finalize(subject));
  script.give(BlockArrived{ValidatorIndex{1}, rival});
  ASSERT_EQ(script.all<Halt>().size(), 1U);
  script.clear();
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  script.pass(seconds(1));
  EXPECT_TRUE(script.all<SignVote>().empty()) << "a halted replica signs nothing";
}

TEST_F(Delivery, HaltsWhenAFinalBlockContradictsItsOwnLog) {
  Block block = script.chain.block(script.chain.anchor(), View{1});
  block.header.log_size = 5;
  script.propose(block, View{1}, View{0});
  script.certificate(make_finalize(script.chain.notarize(block, View{1}, View{0})));
  EXPECT_EQ(script.all<Halt>().size(), 1U);
}

}  // namespace
}  // namespace vitalstream::consensus
