// C5, C14, C15: whether this process may sign.
#include "consensus/core/right_to_sign.hpp"

#include <gtest/gtest.h>

#include "a_process.hpp"

namespace vitalstream::consensus {
namespace {

using testing::AChain;
using testing::AProcess;
using testing::index;

struct RightToSignTest : ::testing::Test {
  AChain chain;
  AProcess own{chain, index(0)};
  ReplicaOptions options{.genesis = chain.genesis(),
                         .validators = chain.set(),
                         .own = index(0),
                         .parameters = {},
                         .process = own.key()};
  Step step;
  RightToSign right{options, step};

  void SetUp() override {
    at(Instant{1'000'000});
    right.start();
    right.restore(NewRecord{Epoch{1}, View{0}});
    right.restore(NewRecord{Epoch{1}, View{2}});
  }
  void at(Instant now) { step.begin({now, UnixMs{1}}); }
  void commit(std::initializer_list<std::uint16_t> answerers) {
    const Question question = right.ask();
    for (const std::uint16_t answerer : answerers) {
      Answer answer = AProcess(chain, index(answerer)).answer(question);
      right.take(index(answerer), answer);
    }
  }
};

TEST_F(RightToSignTest, IsInForceWhileAQuorumLessOneCommits) {
  EXPECT_FALSE(right.in_force().allowed);
  EXPECT_TRUE(right.is_looking_back());
  commit({1});
  EXPECT_FALSE(right.in_force().allowed);
  commit({1, 2});
  EXPECT_TRUE(right.in_force().covers(View{3}));
  EXPECT_FALSE(right.in_force().covers(View{2})) << "the record leaves it out";
  EXPECT_FALSE(right.is_looking_back());
  at(step.now() + options.parameters.use);
  EXPECT_FALSE(right.in_force().allowed);
}

TEST_F(RightToSignTest, BeginsOnceAndAgainAfterItHasEnded) {
  EXPECT_FALSE(right.begins());
  commit({1, 2});
  EXPECT_TRUE(right.begins());
  EXPECT_FALSE(right.begins());
  at(step.now() + options.parameters.use);
  EXPECT_FALSE(right.begins());
  commit({2, 3});
  EXPECT_TRUE(right.begins());
  EXPECT_TRUE(right.has_ever_begun());
}

TEST_F(RightToSignTest, AHaltEndsItAndIsSaidOnce) {
  commit({1, 2});
  right.halt("first reason");
  right.halt("second reason");
  EXPECT_TRUE(right.is_halted());
  EXPECT_EQ(right.halt_reason(), "first reason");
  EXPECT_FALSE(right.in_force().allowed);
  EXPECT_FALSE(right.must_ask());
  EXPECT_EQ(step.end().size(), 1U);
}

TEST_F(RightToSignTest, ARevocationEndsSigningAndNotFollowing) {
  commit({1, 2});
  right.revoke("a reason");
  EXPECT_FALSE(right.is_halted());
  EXPECT_EQ(right.revoked_for(), "a reason");
  EXPECT_EQ(right.guard().state(), RecordState::Revoked);
  EXPECT_FALSE(right.in_force().allowed);
}

TEST_F(RightToSignTest, IsOverAfterADrainWhenNoVoteIsBeingSigned) {
  right.signature_begins();
  EXPECT_FALSE(right.ends());
  right.drain();
  EXPECT_TRUE(right.is_draining());
  EXPECT_FALSE(right.ends()) << "one is being signed";
  right.signature_ends();
  EXPECT_TRUE(right.ends());
  EXPECT_FALSE(right.ends()) << "said once";
  EXPECT_TRUE(right.is_over());
  EXPECT_EQ(right.inquiry().due(), std::nullopt);
}

TEST_F(RightToSignTest, WaitsForASignatureUntilItsTimeIsOver) {
  right.signature_begins();
  right.drain();
  ASSERT_TRUE(right.last_signature_due());
  at(*right.last_signature_due());
  EXPECT_TRUE(right.ends());
}

}  // namespace
}  // namespace vitalstream::consensus
