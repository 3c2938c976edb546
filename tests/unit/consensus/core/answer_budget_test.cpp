#include "consensus/core/answer_budget.hpp"

#include <gtest/gtest.h>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {
namespace {

constexpr Duration kRetry = milliseconds(250);
constexpr Duration kAlmostARetry = microseconds(249'999);
constexpr Instant kNow{1'000'000};
constexpr ValidatorIndex kAsker{3};

TEST(AnswerBudget, APeerGetsABoundedNumberWithinOneRetry) {
  AnswerBudget budget(kRetry);
  EXPECT_EQ(budget.left(kAsker, kNow), kCertificatesPerRetryMax);
  budget.spend(kAsker, kCertificatesPerRetryMax - 1, kNow);
  EXPECT_EQ(budget.left(kAsker, kNow), 1U);
  budget.spend(kAsker, 2, kNow);
  EXPECT_EQ(budget.left(kAsker, kNow), 0U) << "one too many is not counted as a debt";
}

TEST(AnswerBudget, IsWholeAgainAfterARetryAndNotBefore) {
  AnswerBudget budget(kRetry);
  budget.spend(kAsker, kCertificatesPerRetryMax, kNow);
  EXPECT_EQ(budget.left(kAsker, kNow + kAlmostARetry), 0U);
  EXPECT_EQ(budget.left(kAsker, kNow + kRetry), kCertificatesPerRetryMax);
  budget.spend(kAsker, 5, kNow + kRetry);
  EXPECT_EQ(budget.left(kAsker, kNow + kRetry), kCertificatesPerRetryMax - 5);
}

TEST(AnswerBudget, OnePeerTakesNothingFromAnother) {
  AnswerBudget budget(kRetry);
  budget.spend(kAsker, kCertificatesPerRetryMax, kNow);
  EXPECT_EQ(budget.left(ValidatorIndex{1}, kNow), kCertificatesPerRetryMax);
}

}  // namespace
}  // namespace vitalstream::consensus
