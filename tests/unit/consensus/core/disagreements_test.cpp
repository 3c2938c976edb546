// E2: a header whose executed root is not the own.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::Point;
using testing::sample_digest;
using testing::Script;

struct Disagreements : ::testing::Test {
  Script script;
  VoteSubject second;

  // View 2's leader lies about the state after block 1.
  void SetUp() override {
    script.start();
    const Point one = script.finalize(script.anchor(), View{1});
    Block block = script.chain.block(one.block, View{2});
    block.header.executed_height = Height{1};
    block.header.executed_root = sample_digest<ExecutedRoot>(0xBA);
    script.chain.add(block);
    second = script.chain.notarize(block, View{2}, View{1});
    script.propose(block, View{2}, View{1});
    script.certificate(second);
    script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  }
};

TEST_F(Disagreements, IsNeverCertifiedButNullifiedWithAnAlarmThatNamesTheLeader) {
  EXPECT_EQ(script.status().view, View{2});
  EXPECT_TRUE(script.said(VoteKind::Nullify, View{2}));
  ASSERT_EQ(script.all<Alarm>().size(), 1U);
  EXPECT_NE(script.all<Alarm>()[0].text.find("v40"), std::string::npos);
  EXPECT_TRUE(script.all<Halt>().empty()) << "one lying leader must not stop the others";
}

TEST_F(Disagreements, KeepsBothValues) {
  ASSERT_EQ(script.status().disagreements.size(), 1U);
  EXPECT_EQ(script.status().disagreements[0].claimed, sample_digest<ExecutedRoot>(0xBA));
  EXPECT_EQ(script.status().disagreements[0].own, sample_digest<ExecutedRoot>(1));
}

TEST_F(Disagreements, HaltsOnlyWhenFPlusOneFinalizeIt) {
  script.vote(make_finalize(second), {3});
  EXPECT_TRUE(script.all<Halt>().empty());
  script.vote(make_finalize(second), {1});
  EXPECT_EQ(script.all<Halt>().size(), 1U);
  EXPECT_EQ(script.status().progress, Progress::Halted);
}

TEST_F(Disagreements, HaltsWhenTheFinalChainContainsIt) {
  script.certificate(make_finalize(second));
  EXPECT_EQ(script.all<Halt>().size(), 1U);
}

TEST_F(Disagreements, IsRefusedAtOnceWhereItIsKnownBeforeTheVote) {
  Script other;
  other.start();
  const Point one = other.finalize(other.anchor(), View{1});
  other.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  Block block = other.chain.block(one.block, View{2});
  block.header.executed_height = Height{1};
  other.propose(block, View{2}, View{1});
  EXPECT_FALSE(other.said(VoteKind::Notarize, View{2}));
  EXPECT_TRUE(other.said(VoteKind::Nullify, View{2}));
}

}  // namespace
}  // namespace vitalstream::consensus
