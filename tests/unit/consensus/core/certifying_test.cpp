// C9, C10, E2: certification.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Point;
using testing::sample_digest;
using testing::Script;

struct Certifying : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }

  Block first(std::vector<BatchRef> references = {}) {
    const Block block = script.chain.block(script.chain.anchor(), View{1}, std::move(references));
    script.chain.add(block);
    return block;
  }
  VoteSubject subject(const Block& block) const {
    return script.chain.notarize(block, View{1}, View{0});
  }
};

TEST_F(Certifying, FinalizesWhatItCertifies) {
  const Block block = first();
  script.propose(block, View{1}, View{0});
  script.certificate(subject(block));
  EXPECT_TRUE(script.said(make_finalize(subject(block))));
}

TEST_F(Certifying, FinalizesEvenABlockThatItNeverNotarized) {
  const Block block = first();
  script.give(CertificateVerified{ValidatorIndex{1}, script.chain.verified(script.chain.certificate(
                                                         subject(block), {1, 2, 3}))});
  std::vector<ValidatorIndex> asked;
  for (const Send& one : script.all<Send>()) {
    if (std::holds_alternative<BlockRequest>(one.message)) {
      asked.push_back(one.to);
    }
  }
  EXPECT_EQ(asked, (std::vector{ValidatorIndex{1}, ValidatorIndex{3}}))
      << "f+1 of its voters, before the leader who may keep it back";
  script.give(BlockArrived{ValidatorIndex{2}, block});
  EXPECT_FALSE(script.said(VoteKind::Notarize, View{1}));
  EXPECT_TRUE(script.said(make_finalize(subject(block))));
  bool recorded = false;
  for (const JournalRecord& record : script.journal()) {
    recorded = recorded || std::holds_alternative<HeldBlock>(record);
  }
  EXPECT_TRUE(recorded) << "a finalize vote vouches for the block as well";
}

TEST_F(Certifying, NeverFinalizesAfterItsOwnNullifyButEntersTheNextView) {
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  script.pass(milliseconds(100));
  ASSERT_TRUE(script.said(VoteKind::Nullify, View{1}));
  script.certify(script.anchor(), View{1});
  EXPECT_FALSE(script.said(VoteKind::Finalize, View{1}));
  EXPECT_EQ(script.status().view, View{2});
}

TEST_F(Certifying, NeverFinalizesForAnEquivocatingLeader) {
  const Block block = first();
  Block other = block;
  other.header.timestamp = next(block.header.timestamp);
  script.propose(block, View{1}, View{0});
  script.propose(other, View{1}, View{0});
  script.certificate(subject(block));
  EXPECT_FALSE(script.said(VoteKind::Finalize, View{1}));
  EXPECT_EQ(script.status().view, View{2}) << "certification is not blocked";
}

TEST_F(Certifying, WaitsForTheDataAndFetchesIt) {
  const Block block = first({a_batch(10, 1)});
  script.propose(block, View{1}, View{0});
  script.certificate(subject(block));
  EXPECT_EQ(script.status().view, View{1});
  EXPECT_FALSE(script.all<FetchBatches>().empty());
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  EXPECT_EQ(script.status().view, View{2});
}

TEST_F(Certifying, GoesOnAfterANullificationAndEndsOnlyAtTheFloor) {
  const Block block = first({a_batch(10, 1)});
  script.propose(block, View{1}, View{0});
  script.certificate(subject(block));
  script.certificate(make_nullify(Epoch{1}, View{1}));
  ASSERT_EQ(script.status().view, View{2});
  EXPECT_EQ(script.status().certified_not_final, 0U);
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  EXPECT_EQ(script.status().certified_not_final, 1U);
}

TEST_F(Certifying, AClockTakesNoPartInIt) {
  const Block block = first();
  script.set_wall(UnixMs{0});
  script.propose(block, View{1}, View{0});
  EXPECT_FALSE(script.said(VoteKind::Notarize, View{1}));
  script.certificate(subject(block));
  EXPECT_EQ(script.status().view, View{2});
}

TEST_F(Certifying, WaitsForItsOwnExecution) {
  const Point one = script.finalize(script.anchor(), View{1});
  Block block = script.chain.block(one.block, View{2});
  block.header.executed_height = Height{1};
  block.header.executed_root = sample_digest<ExecutedRoot>(1);
  script.chain.add(block);
  const VoteSubject second = script.chain.notarize(block, View{2}, View{1});
  script.propose(block, View{2}, View{1});
  script.certificate(second);
  EXPECT_EQ(script.status().view, View{2});
  EXPECT_EQ(script.status().progress, Progress::AwaitingExecution);
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  EXPECT_EQ(script.status().view, View{3});
  EXPECT_TRUE(script.said(make_finalize(second)));
}

}  // namespace
}  // namespace vitalstream::consensus
