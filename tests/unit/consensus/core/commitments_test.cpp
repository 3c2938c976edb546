// C15: to which process this one may commit.
#include "consensus/core/commitments.hpp"

#include <gtest/gtest.h>

#include "../types/samples.hpp"

namespace vitalstream::consensus {
namespace {

using testing::sample_digest;

constexpr ValidatorIndex kAsker{2};
constexpr Duration kHold = seconds(3);
constexpr Instant kStart{1'000'000};

struct OfOneStart : ::testing::Test {
  Commitments commitments{4, sample_digest<GenesisHash>(0x10).value(), kHold};
  const ProcessDigest first = sample_digest<ProcessDigest>(1);
  const ProcessDigest second = sample_digest<ProcessDigest>(2);

  void start(Commitments::Memory memory = Commitments::Memory::Whole) {
    commitments.start(kStart, memory);
  }
  bool may(const ProcessDigest& process, Instant now) const {
    return commitments.may_commit(kAsker, process, commitments.mark(kAsker), now);
  }
};

TEST_F(OfOneStart, TheFirstProcessGetsOneAtOnce) {
  start();
  EXPECT_TRUE(may(first, kStart));
  EXPECT_TRUE(commitments.commit(kAsker, first, kStart)) << "to be recorded";
  EXPECT_FALSE(commitments.commit(kAsker, first, kStart)) << "recorded already";
}

TEST_F(OfOneStart, OnlyAQuestionThatNamesTheNewestMarkGetsOne) {
  start();
  const Mark mark = commitments.mark(kAsker);
  EXPECT_NE(mark, Mark{});
  EXPECT_NE(mark, commitments.mark(ValidatorIndex{1}));
  EXPECT_FALSE(commitments.may_commit(kAsker, first, Mark{}, kStart));
  static_cast<void>(commitments.commit(kAsker, first, kStart));
  EXPECT_FALSE(commitments.may_commit(kAsker, first, mark, kStart)) << "kept back since";
  EXPECT_TRUE(may(first, kStart));
}

TEST_F(OfOneStart, MarksOfAnotherStartAreOthers) {
  const Commitments other{4, sample_digest<GenesisHash>(0x11).value(), kHold};
  EXPECT_NE(other.mark(kAsker), commitments.mark(kAsker));
}

TEST_F(OfOneStart, AnotherProcessWaitsUntilTheLastCommitmentIsOld) {
  start();
  static_cast<void>(commitments.commit(kAsker, first, kStart + seconds(10)));
  EXPECT_FALSE(may(second, kStart + seconds(13) + microseconds(-1)));
  EXPECT_TRUE(may(second, kStart + seconds(13)));
  EXPECT_TRUE(commitments.commit(kAsker, second, kStart + seconds(13)));
  EXPECT_FALSE(may(first, kStart + seconds(13)));
  EXPECT_TRUE(commitments.may_commit(ValidatorIndex{1}, second, commitments.mark(ValidatorIndex{1}),
                                     kStart))
      << "of another validator";
}

TEST_F(OfOneStart, AnotherProcessGetsOneAtOnceWhenTheLastIsOver) {
  start();
  static_cast<void>(commitments.commit(kAsker, first, kStart));
  EXPECT_FALSE(commitments.end(kAsker, second));
  EXPECT_TRUE(commitments.end(kAsker, first));
  EXPECT_FALSE(commitments.end(kAsker, first)) << "no news";
  EXPECT_TRUE(may(second, kStart));
  EXPECT_FALSE(may(first, kStart)) << "a question of its own that was kept back";
}

TEST_F(OfOneStart, TheOwnStartCountsAsTheLatestCommitment) {
  commitments.restore(kAsker, first, /*is_over=*/false);
  start();
  EXPECT_TRUE(may(first, kStart));
  EXPECT_FALSE(may(second, kStart + kHold + microseconds(-1)));
  EXPECT_TRUE(may(second, kStart + kHold));
}

TEST_F(OfOneStart, WhatIsOverStaysOverAfterARestart) {
  commitments.restore(kAsker, first, /*is_over=*/true);
  start();
  EXPECT_TRUE(may(second, kStart));
}

TEST_F(OfOneStart, ARecordThatWasLostMayHaveHeldAnyCommitment) {
  start(Commitments::Memory::Lost);
  EXPECT_FALSE(may(first, kStart + kHold + microseconds(-1)));
  EXPECT_TRUE(may(first, kStart + kHold));
}

TEST_F(OfOneStart, ABirthHasLostNothing) {
  start(Commitments::Memory::Lost);
  commitments.born();
  EXPECT_TRUE(may(first, kStart));
}

}  // namespace
}  // namespace vitalstream::consensus
