#include "node/gateway/submission_quotas.hpp"

#include <gtest/gtest.h>

#include "node/gateway/limits.hpp"

namespace vitalstream::node {
namespace {

constexpr QuotaRates kRates{.member_tx_per_second = 10,
                            .member_tx_burst = 40,
                            .member_bytes_per_second = 1'000,
                            .member_bytes_burst = 5'000,
                            .failed_checks_per_second = 50};
constexpr Instant kStart{1'000'000'000};

template <class Id>
Id numbered(std::uint32_t number) {
  Hash32 bytes{};
  for (std::size_t i = 0; i < 4; ++i) {
    bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  return Id{bytes};
}

const ledger::KeyId kMember = numbered<ledger::KeyId>(1);
const ledger::KeyId kOther = numbered<ledger::KeyId>(2);
const net::RpcOrigin kSender = numbered<net::RpcOrigin>(3);

// How many transactions of so many bytes pass from now on without waiting.
std::size_t passing(SubmissionQuotas& quotas, std::uint64_t bytes, Instant now) {
  std::size_t count = 0;
  while (quotas.wait_of_member(kMember, bytes, now) == Duration{} && count < 1'000) {
    quotas.charge_member(kMember, bytes, now);
    ++count;
  }
  return count;
}

TEST(SubmissionQuotas, AMemberMaySubmitItsBurstAndThenItsRate) {
  SubmissionQuotas quotas(kRates);
  EXPECT_EQ(passing(quotas, 1, kStart), 40U);
  EXPECT_EQ(quotas.wait_of_member(kMember, 1, kStart), milliseconds(100));
  EXPECT_EQ(quotas.wait_of_member(kMember, 1, kStart + microseconds(99'999)), microseconds(1));
  EXPECT_EQ(passing(quotas, 1, kStart + milliseconds(100)), 1U);
  EXPECT_EQ(passing(quotas, 1, kStart + milliseconds(2'100)), 20U);
  EXPECT_EQ(passing(quotas, 1, kStart + seconds(1'000)), 40U) << "never more than the burst";
}

TEST(SubmissionQuotas, BytesHaveABucketOfTheirOwn) {
  SubmissionQuotas quotas(kRates);
  EXPECT_EQ(passing(quotas, 2'000, kStart), 2U);
  EXPECT_EQ(quotas.wait_of_member(kMember, 1'000, kStart), Duration{});
  EXPECT_EQ(quotas.wait_of_member(kMember, 2'000, kStart), seconds(1));
}

TEST(SubmissionQuotas, WhatIsLargerThanTheBurstPassesAFullBucket) {
  SubmissionQuotas quotas(kRates);
  EXPECT_EQ(quotas.wait_of_member(kMember, 50'000, kStart), Duration{});
  quotas.charge_member(kMember, 50'000, kStart);
  EXPECT_EQ(quotas.wait_of_member(kMember, 1, kStart), microseconds(45'001'000))
      << "it fills up from below nothing";
}

TEST(SubmissionQuotas, OneMemberUsesUpNobodyElsesQuota) {
  SubmissionQuotas quotas(kRates);
  EXPECT_EQ(passing(quotas, 1, kStart), 40U);
  EXPECT_EQ(quotas.wait_of_member(kOther, 1, kStart), Duration{});
  EXPECT_EQ(quotas.wait_of_sender(kSender, kStart), Duration{});
}

TEST(SubmissionQuotas, ASenderOfBadSignaturesWaits) {
  SubmissionQuotas quotas(kRates);
  for (std::uint64_t i = 0; i < 50 * kFailedChecksBurstSeconds; ++i) {
    ASSERT_EQ(quotas.wait_of_sender(kSender, kStart), Duration{}) << i;
    quotas.charge_failed_check(kSender, kStart);
  }
  EXPECT_EQ(quotas.wait_of_sender(kSender, kStart), milliseconds(20));
  EXPECT_EQ(quotas.wait_of_sender(kSender, kStart + milliseconds(20)), Duration{});
  EXPECT_EQ(quotas.wait_of_sender(numbered<net::RpcOrigin>(4), kStart), Duration{});
}

TEST(SubmissionQuotas, AClockThatStandsStillOrRunsForeverDoesNoHarm) {
  SubmissionQuotas quotas(kRates);
  EXPECT_EQ(passing(quotas, 1, kStart), 40U);
  EXPECT_EQ(quotas.wait_of_member(kMember, 1, Instant{0}), milliseconds(100));
  EXPECT_EQ(quotas.wait_of_member(kMember, 1, Instant{INT64_MAX}), Duration{});
}

TEST(BucketTable, ForgetsWhoWasChargedLongestAgo) {
  BucketTable<net::RpcOrigin> table;
  const auto charge = [&table](std::uint32_t number) {
    table.find_or_make(numbered<net::RpcOrigin>(number), kStart)
        .charge(1, {.per_second = 1, .burst = 1}, kStart);
  };
  for (std::uint32_t i = 0; i < kQuotaBucketsMax; ++i) {
    charge(i);
  }
  charge(0);
  charge(kQuotaBucketsMax);
  EXPECT_EQ(table.size(), kQuotaBucketsMax);
  EXPECT_NE(table.find(numbered<net::RpcOrigin>(0)), nullptr);
  EXPECT_EQ(table.find(numbered<net::RpcOrigin>(1)), nullptr);
  EXPECT_NE(table.find(numbered<net::RpcOrigin>(2)), nullptr);
}

}  // namespace
}  // namespace vitalstream::node
