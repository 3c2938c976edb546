// Reading off the loop, on real threads.
#include "node/gateway/query_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <new>
#include <semaphore>

namespace vitalstream::node {
namespace {

using net::RpcCause;
using Answer = net::RpcResult<int>;

constexpr std::chrono::seconds kPatience{60};

// A call of a connection; its answer comes to a promise instead of to a client.
class Call final : public net::ReplySink<int> {
 public:
  explicit Call(net::ConnectionRef connection) : connection_(connection) {}
  void deliver(Answer answer) override { answer_.set_value(std::move(answer)); }
  [[nodiscard]] net::RpcAsker asker() const override {
    return {connection_, net::RunsOn::Readers, net::ReadCost::Entries};
  }
  Answer answer() {
    auto future = answer_.get_future();
    EXPECT_EQ(future.wait_for(kPatience), std::future_status::ready);
    return future.get();
  }

 private:
  net::ConnectionRef connection_;
  std::promise<Answer> answer_;
};

class Pool : public ::testing::Test {
 protected:
  template <class Read>
  void post(Call& call, Read read) {
    pool_.answer(net::Reply<int>(&call), std::move(read));
  }

  SerialThread loop_{QueueId::Rpc};
  QueryPool pool_{1, loop_};
};

TEST_F(Pool, AnswersOnAThreadOfItsOwn) {
  Call call({1, 1});
  std::promise<std::thread::id> ran;
  post(call, [&]() -> TurnResult<int> {
    ran.set_value(std::this_thread::get_id());
    return Answer(7);
  });
  EXPECT_EQ(*call.answer(), 7);
  EXPECT_NE(ran.get_future().get(), std::this_thread::get_id());
}

TEST_F(Pool, RefusalsArriveAsTheyAre) {
  Call call({1, 1});
  post(call, []() -> TurnResult<int> {
    return Answer(net::RpcError{.cause = RpcCause::RecordNotFound});
  });
  EXPECT_EQ(call.answer().error().cause, RpcCause::RecordNotFound);
}

TEST_F(Pool, GoesOnInTurnsUntilThereIsAnAnswer) {
  Call call({1, 1});
  post(call, [turns = 0]() mutable -> TurnResult<int> {
    if (++turns < 5) {
      return std::nullopt;
    }
    return Answer(turns);
  });
  EXPECT_EQ(*call.answer(), 5);
}

TEST_F(Pool, TheNextCallOfAConnectionIsReadOnceTheLoopHasTakenTheAnswer) {
  std::binary_semaphore loop_may_go_on{0};
  loop_.post([&] { loop_may_go_on.acquire(); });
  Call first({1, 1});
  Call second({1, 1});
  Call other({2, 1});
  std::atomic<bool> second_read{false};
  post(first, []() -> TurnResult<int> { return Answer(1); });
  post(second, [&]() -> TurnResult<int> {
    second_read = true;
    return Answer(2);
  });
  EXPECT_EQ(*first.answer(), 1);
  post(other, []() -> TurnResult<int> { return Answer(3); });
  EXPECT_EQ(*other.answer(), 3);
  EXPECT_FALSE(second_read);
  loop_may_go_on.release();
  EXPECT_EQ(*second.answer(), 2);
}

TEST_F(Pool, WantOfMemoryCostsTheOneCall) {
  Call failing({1, 1});
  Call next({1, 1});
  post(failing, []() -> TurnResult<int> { throw std::bad_alloc(); });
  post(next, []() -> TurnResult<int> { return Answer(2); });
  EXPECT_EQ(failing.answer().error().cause, RpcCause::InternalError);
  EXPECT_EQ(*next.answer(), 2);
}

TEST_F(Pool, StoppedItRefusesWhatWaitsAndWhatComes) {
  std::binary_semaphore begun{0};
  std::binary_semaphore may_end{0};
  Call running({1, 1});
  Call waiting({2, 1});
  post(running, [&]() -> TurnResult<int> {
    begun.release();
    may_end.acquire();
    return std::nullopt;
  });
  begun.acquire();
  post(waiting, []() -> TurnResult<int> { return Answer(2); });
  std::thread stopper([&] { pool_.stop(); });
  EXPECT_EQ(waiting.answer().error().cause, RpcCause::ShuttingDown);
  may_end.release();
  stopper.join();
  EXPECT_EQ(running.answer().error().cause, RpcCause::ShuttingDown) << "it wanted another turn";
  Call late({3, 1});
  post(late, []() -> TurnResult<int> { return Answer(3); });
  EXPECT_EQ(late.answer().error().cause, RpcCause::ShuttingDown);
}

}  // namespace
}  // namespace vitalstream::node
