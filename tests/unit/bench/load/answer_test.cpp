#include "bench/load/answer.hpp"

#include <gtest/gtest.h>

namespace vitalstream::bench {
namespace {

TEST(Answer, ACommittedAndAppliedTransactionIsPositive) {
  const auto answer = parse_answer(
      R"({"jsonrpc":"2.0","id":7,"result":{"txId":"00","status":"committed","height":1,)"
      R"("index":2,"result":{"outcome":"applied"}}})");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->id, 7U);
  EXPECT_TRUE(answer->is_positive("committed"));
  EXPECT_TRUE(answer->is_positive("ordered"));
}

TEST(Answer, SaysWhetherItBringsAReceipt) {
  const std::string begin = R"({"jsonrpc":"2.0","id":7,"result":{"txId":"00","status":"committed",)"
                            R"("result":{"outcome":"applied"})";
  EXPECT_FALSE(parse_answer(begin + "}}")->has_receipt);
  EXPECT_TRUE(parse_answer(begin + R"(,"receipt":{"format":"f"}}})")->has_receipt);
}

TEST(Answer, ATransactionThatExecutionRefusedIsNotPositive) {
  const auto answer =
      parse_answer(R"({"jsonrpc":"2.0","id":7,"result":{"txId":"00","status":"committed",)"
                   R"("result":{"outcome":"refused","code":"role_missing"}}})");
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->is_positive("committed"));
  EXPECT_EQ(answer->reason, "role_missing");
}

TEST(Answer, AnOrderedTransactionIsPositiveOnlyForWhoAskedForNoMore) {
  const auto answer =
      parse_answer(R"({"jsonrpc":"2.0","id":7,"result":{"txId":"00","status":"ordered"}})");
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->is_positive("ordered"));
  EXPECT_TRUE(answer->is_positive("accepted"));
  EXPECT_FALSE(answer->is_positive("committed"));
}

TEST(Answer, AnErrorThatSaysWhenToRetryIsARefusalForLoad) {
  const auto busy =
      parse_answer(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"Busy.",)"
                   R"("data":{"reason":"busy","retryable":true,"retryAfterMs":50}}})");
  ASSERT_TRUE(busy);
  EXPECT_TRUE(busy->is_refusal);
  EXPECT_EQ(busy->reason, "busy");
  const auto expired =
      parse_answer(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32029,"message":"Expired.",)"
                   R"("data":{"reason":"expired","retryable":false}}})");
  ASSERT_TRUE(expired);
  EXPECT_FALSE(expired->is_refusal);
  EXPECT_FALSE(expired->is_positive("accepted"));
}

TEST(Answer, WhatAnswersNoRequestIsNone) {
  EXPECT_FALSE(parse_answer("{"));
  EXPECT_FALSE(parse_answer("[]"));
  EXPECT_FALSE(parse_answer(R"({"jsonrpc":"2.0","id":null,"error":{"code":1}})"));
  EXPECT_FALSE(parse_answer(R"({"jsonrpc":"2.0","id":4})"));
}

}  // namespace
}  // namespace vitalstream::bench
