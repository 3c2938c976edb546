#include "net/rpc/reply.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace vitalstream::net {
namespace {

struct Heard {
  std::vector<RpcResult<int>> answers;
  Reply<int> reply() {
    return reply_to<int>([this](RpcResult<int> answer) { answers.push_back(std::move(answer)); });
  }
};

TEST(Reply, DeliversWhatIsSent) {
  Heard heard;
  Reply<int> reply = heard.reply();
  EXPECT_TRUE(reply);
  reply.send(7);
  EXPECT_FALSE(reply);
  ASSERT_EQ(heard.answers.size(), 1U);
  EXPECT_EQ(*heard.answers[0], 7);
}

TEST(Reply, DeliversARefusalWithItsParts) {
  Heard heard;
  heard.reply().refuse({.cause = RpcCause::Busy, .retry_after_ms = 40});
  ASSERT_EQ(heard.answers.size(), 1U);
  EXPECT_EQ(heard.answers[0].error().cause, RpcCause::Busy);
  EXPECT_EQ(heard.answers[0].error().retry_after_ms, 40U);
}

TEST(Reply, NeverLeavesTheAskerWithoutAnAnswer) {
  Heard heard;
  { const Reply<int> forgotten = heard.reply(); }
  ASSERT_EQ(heard.answers.size(), 1U);
  EXPECT_EQ(heard.answers[0].error().cause, RpcCause::InternalError);
}

TEST(Reply, AnswersOnceHoweverOftenItIsMoved) {
  Heard heard;
  Reply<int> first = heard.reply();
  Reply<int> second(std::move(first));
  Reply<int> third;
  third = std::move(second);
  third.send(1);
  EXPECT_EQ(heard.answers.size(), 1U);
}

TEST(Reply, AnswersForTheOneThatIsOverwritten) {
  Heard heard;
  Reply<int> reply = heard.reply();
  reply = heard.reply();
  EXPECT_EQ(heard.answers.size(), 1U);
  reply.send(2);
  EXPECT_EQ(heard.answers.size(), 2U);
}

}  // namespace
}  // namespace vitalstream::net
