// L1: what of the own lane is sent again, to whom and when.
#include "consensus/lanes/resend.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "a_batch.hpp"
#include "consensus/lanes/limits.hpp"

namespace vitalstream::consensus::testing {
namespace {

constexpr std::int64_t kRetryMs = 100;

// The lane of validator 1; peer 1 is connected since 0 ms and has reported nothing.
class ResendTest : public ::testing::Test {
 protected:
  ResendTest() {
    reports_.on_connected(peer(1));
    resend_.on_connected(at_ms(0), peer(1));
  }
  void hold(const ABatch& batch, std::int64_t since_ms = 0) {
    HeldBatch held = batch.held();
    held.since = at_ms(since_ms);
    held_.hold(held);
  }
  void report(const ABatch& batch) {
    reports_.on_watermarks(peer(1), {{{lane(1), batch.position()}}}, held_);
  }
  std::size_t sent_at(std::int64_t ms) {
    const auto batches = resend_.lacking(at_ms(ms), peer(1), held_, reports_);
    return batches ? batches->digests.size() : 0;
  }
  HeldBatches held_{validators(4), {}};
  PeerReports reports_;
  Resend resend_{lane(1), milliseconds(kRetryMs)};
};

TEST_F(ResendTest, BroadcastIsGivenOneRetryToArrive) {
  hold(ABatch{});
  EXPECT_EQ(sent_at(kRetryMs - 1), 0U);
  EXPECT_EQ(sent_at(kRetryMs), 1U);
}

TEST_F(ResendTest, SameBatchGoesOncePerRetry) {
  hold(ABatch{});
  EXPECT_EQ(sent_at(kRetryMs), 1U);
  EXPECT_EQ(sent_at(2 * kRetryMs - 1), 0U);
  EXPECT_EQ(sent_at(2 * kRetryMs), 1U);
}

TEST_F(ResendTest, OnlyWhatTheLatestReportLacksGoes) {
  hold({.sequence = 1});
  hold({.sequence = 2});
  hold({.sequence = 3});
  report({.sequence = 2});
  const auto batches = resend_.lacking(at_ms(kRetryMs), peer(1), held_, reports_);
  ASSERT_TRUE(batches);
  EXPECT_EQ(batches->digests, (std::vector{ABatch{.sequence = 3}.digest()}));
}

TEST_F(ResendTest, ReportOfAnUnknownBatchMeansTheWholeUnreferencedLane) {
  hold({.sequence = 1});
  hold({.sequence = 2});
  report({.sequence = 2, .branch = 5});
  EXPECT_EQ(sent_at(kRetryMs), 2U);
}

TEST_F(ResendTest, PeerThatChangesItsReportIsSentNothingTwiceWithinARetry) {
  hold(ABatch{});
  EXPECT_EQ(sent_at(kRetryMs), 1U);
  report(ABatch{});
  EXPECT_EQ(sent_at(kRetryMs + 1), 0U);
  report({.sequence = 1, .branch = 5});
  EXPECT_EQ(sent_at(kRetryMs + 2), 0U);
  EXPECT_EQ(sent_at(2 * kRetryMs), 1U);
}

TEST_F(ResendTest, WhatIsFinalIsNotSentAgain) {
  hold(ABatch{});
  std::ignore = held_.apply_final(lane(1), std::vector{ABatch{}.ref()});
  EXPECT_EQ(sent_at(kRetryMs), 0U);
}

TEST_F(ResendTest, NewConnectionIsSentAtOnceWhatIsOlderThanIt) {
  hold(ABatch{}, 10);
  resend_.on_connected(at_ms(20), peer(1));
  EXPECT_EQ(sent_at(20), 1U);
}

TEST_F(ResendTest, OneRoundIsBounded) {
  for (std::uint64_t sequence = 1; sequence <= kResendBatchesMax + 3; ++sequence) {
    hold({.sequence = sequence});
  }
  EXPECT_EQ(sent_at(kRetryMs), kResendBatchesMax);
  EXPECT_EQ(sent_at(kRetryMs + 1), 3U) << "the next round goes on after the first";
}

TEST_F(ResendTest, OneRoundIsBoundedInBytes) {
  for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) {
    hold({.sequence = sequence, .bytes = kResendBytesMax / 2});
  }
  EXPECT_EQ(sent_at(kRetryMs), 2U);
}

TEST_F(ResendTest, PeerThatIsNotConnectedIsSentNothing) {
  hold(ABatch{});
  resend_.on_disconnected(peer(1));
  EXPECT_EQ(sent_at(kRetryMs), 0U);
}

}  // namespace
}  // namespace vitalstream::consensus::testing
