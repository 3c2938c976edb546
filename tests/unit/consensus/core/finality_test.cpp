// C13: finality. S11: an explicit halt.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Point;
using testing::Script;

struct Finality : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }
};

TEST_F(Finality, AQuorumOfFinalizeVotesIsBroadcastAndDelivered) {
  const Point one = script.certify(script.anchor(), View{1}, {a_batch(10, 1)});
  const auto finalize = make_finalize(make_notarize(Epoch{1}, View{1}, View{0}, one.block));
  script.vote(finalize, {1, 2});
  ASSERT_EQ(script.broadcasts<Certificate>().size(), 1U);
  EXPECT_EQ(script.broadcasts<Certificate>()[0].subject, finalize);
  const auto delivered = script.all<Deliver>();
  ASSERT_EQ(delivered.size(), 1U);
  EXPECT_EQ(delivered[0].digest, one.block);
  EXPECT_EQ(delivered[0].finalization.subject, finalize);
  EXPECT_TRUE(delivered[0].finalizes_directly);
}

TEST_F(Finality, LateFinalizeVotesOfOldViewsStillCount) {
  const Point one = script.certify(script.anchor(), View{1});
  for (std::uint64_t view = 2; view <= 20; ++view) {
    script.certificate(make_nullify(Epoch{1}, View{view}));
  }
  script.vote(make_finalize(make_notarize(Epoch{1}, View{1}, View{0}, one.block)), {1, 2});
  EXPECT_EQ(script.status().final_view, View{1});
  EXPECT_EQ(script.all<Deliver>().size(), 1U);
  EXPECT_EQ(script.status().view, View{21});
}

TEST_F(Finality, HaltsWhenOneViewIsNotarizedAndFinalizedDifferently) {
  const Block block = script.chain.block(script.chain.anchor(), View{1}, {a_batch(10, 1)});
  script.propose(block, View{1}, View{0});
  script.certificate(script.chain.notarize(block, View{1}, View{0}));
  const Block other = script.chain.block(script.chain.anchor(), View{1});
  script.certificate(make_finalize(script.chain.notarize(other, View{1}, View{0})));
  EXPECT_EQ(script.all<Halt>().size(), 1U);
}

}  // namespace
}  // namespace vitalstream::consensus
