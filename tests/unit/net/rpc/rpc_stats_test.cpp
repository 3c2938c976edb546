#include "net/rpc/rpc_stats.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace vitalstream::net {
namespace {

constexpr std::size_t kMethod = 2;

std::uint64_t all_durations(const MethodStats& stats) {
  return std::accumulate(stats.durations.begin(), stats.durations.end(), std::uint64_t{0});
}

TEST(RpcStats, AnswersAndRefusalsOfAMethodAreCountedApart) {
  RpcStats stats(rpc_methods());
  stats.count_answer(kMethod, std::nullopt, std::chrono::milliseconds(1));
  stats.count_answer(kMethod, RpcCause::Busy, std::chrono::milliseconds(1));
  const MethodStats& method = stats.of_method(kMethod);
  EXPECT_EQ(method.answered, 1U);
  EXPECT_EQ(method.refused[static_cast<std::size_t>(RpcCause::Busy)], 1U);
  EXPECT_EQ(stats.of_method(kMethod + 1).answered, 0U);
  EXPECT_EQ(stats.refused_early(RpcCause::Busy), 0U);
}

TEST(RpcStats, DurationCountsUnderTheLeastBoundThatHoldsIt) {
  RpcStats stats(rpc_methods());
  stats.count_answer(kMethod, std::nullopt, kDurationBuckets[3]);
  stats.count_answer(kMethod, std::nullopt, kDurationBuckets[3] + std::chrono::microseconds(1));
  stats.count_answer(kMethod, std::nullopt, std::chrono::hours(1));
  const MethodStats& method = stats.of_method(kMethod);
  EXPECT_EQ(method.durations[3], 1U);
  EXPECT_EQ(method.durations[4], 1U);
  EXPECT_EQ(method.durations.back(), 1U);
  EXPECT_EQ(all_durations(method), 3U);
  EXPECT_EQ(method.duration_us_sum, 2U * 2'500 + 1 + 3'600'000'000);
}

TEST(RpcStats, RefusalsBeforeAMethodAreCountedByCause) {
  RpcStats stats(rpc_methods());
  stats.count_refusal(RpcCause::ParseError);
  stats.count_refusal(RpcCause::ParseError);
  EXPECT_EQ(stats.refused_early(RpcCause::ParseError), 2U);
  EXPECT_EQ(stats.refused_early(RpcCause::InvalidRequest), 0U);
}

TEST(RpcStats, WithoutTlsNoCertificateExpires) {
  RpcStats stats(rpc_methods());
  EXPECT_EQ(stats.certificate_expires_at_unix_s(), 0);
  stats.set_certificate_expiry(1'900'000'000);
  EXPECT_EQ(stats.certificate_expires_at_unix_s(), 1'900'000'000);
}

}  // namespace
}  // namespace vitalstream::net
