#include "net/rpc/completion_queue.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <string>
#include <thread>
#include <vector>

#include "net/rpc/rpc_call.hpp"

namespace vitalstream::net {
namespace {

class Receiver final : public CompletionReceiver {
 public:
  void on_completed(const RpcCall& call) noexcept override {
    std::string text;
    const RpcError* const refusal = call.write_result(text);
    received.push_back(refusal == nullptr ? text : std::string(describe(refusal->cause).reason));
  }
  void on_drained() noexcept override { ++drains; }

  std::vector<std::string> received;
  int drains = 0;
};

class CompletionQueueTest : public ::testing::Test {
 protected:
  Reply<int> start() {
    return CallStart({}, queue_).reply<int>([](JsonWriter& writer, int value) {
      writer.number(static_cast<std::uint64_t>(value));
    });
  }

  boost::asio::io_context context_;
  Receiver receiver_;
  std::shared_ptr<CompletionQueue> queue_ =
      std::make_shared<CompletionQueue>(context_.get_executor(), receiver_);
};

TEST_F(CompletionQueueTest, BringsManyAnswersWithOnePostInTheirOrder) {
  for (int i = 0; i < 5; ++i) {
    start().send(i);
  }
  EXPECT_EQ(context_.run(), 1U);
  EXPECT_EQ(receiver_.drains, 1);
  EXPECT_EQ(receiver_.received, (std::vector<std::string>{"0", "1", "2", "3", "4"}));
}

TEST_F(CompletionQueueTest, AnswersForAReplyThatWasForgotten) {
  { const Reply<int> forgotten = start(); }
  context_.run();
  EXPECT_EQ(receiver_.received, std::vector<std::string>{"internal_error"});
}

TEST_F(CompletionQueueTest, LosesNothingWhenManyThreadsAnswer) {
  constexpr int kThreads = 4;
  constexpr int kAnswers = 2'000;
  std::vector<std::vector<Reply<int>>> replies(kThreads);
  for (auto& of_thread : replies) {
    for (int i = 0; i < kAnswers; ++i) {
      of_thread.push_back(start());
    }
  }
  std::vector<std::thread> threads;
  for (auto& of_thread : replies) {
    threads.emplace_back([&of_thread] {
      for (auto& reply : of_thread) {
        reply.send(1);
      }
    });
  }
  while (receiver_.received.size() < std::size_t{kThreads} * kAnswers) {
    context_.restart();
    context_.run();
  }
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(receiver_.received.size(), std::size_t{kThreads} * kAnswers);
}

TEST_F(CompletionQueueTest, DropsWhatComesAfterItIsClosed) {
  start().send(1);
  Reply<int> late = start();
  queue_->close();
  late.send(2);
  context_.run();
  EXPECT_TRUE(receiver_.received.empty());
}

}  // namespace
}  // namespace vitalstream::net
