#include "net/p2p/handshake_queue.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <string>
#include <vector>

namespace vitalstream::net {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPatience{60'000};
// One at once, and then one each half second: slower than a busy machine lets four come in.
constexpr HandshakeRates kSlow{{0, 0}, {2, 1}};
constexpr HandshakeRates kNever{{0, 0}, {0, 0}};

class HandshakeQueueTest : public ::testing::Test {
 protected:
  using Queue = std::shared_ptr<HandshakeQueue>;

  Queue queue_with(const HandshakeRates& rates) {
    return std::make_shared<HandshakeQueue>(context_.get_executor(), rates);
  }

  static Task<void> stand(Queue queue, Caller caller, HandshakeQueue::Place place,
                          milliseconds timeout, std::vector<std::string>* told) {
    const bool has_turn = co_await queue->wait_for_turn(caller, place, timeout);
    told->push_back((has_turn ? "" : "no ") + std::to_string(place));
  }
  void enter(const Queue& queue, Caller caller, HandshakeQueue::Place place,
             milliseconds timeout = kPatience) {
    asio::co_spawn(context_, stand(queue, caller, place, timeout, &told_), asio::detached);
  }
  static Task<void> serve(Queue queue) { co_await queue->serve(); }
  void serve_until(const Queue& queue, std::size_t count) {
    asio::co_spawn(context_, serve(queue), asio::detached);
    while (told_.size() < count && context_.run_one() > 0) {
    }
    queue->close();
    context_.run();
  }

  asio::io_context context_;
  std::vector<std::string> told_;
};

TEST_F(HandshakeQueueTest, WhoFindsATurnFreeDoesNotWait) {
  const Queue queue = queue_with({{1, 1}, {1, 1}});
  enter(queue, Caller::Stranger, 1);
  enter(queue, Caller::PeerAddress, 2);
  context_.run();
  EXPECT_EQ(told_, (std::vector<std::string>{"1", "2"}));
}

TEST_F(HandshakeQueueTest, TurnsGoToPeersFirstAndThenByAge) {
  const Queue queue = queue_with(kSlow);
  enter(queue, Caller::Stranger, 1);
  enter(queue, Caller::Stranger, 7);
  enter(queue, Caller::Stranger, 5);
  enter(queue, Caller::PeerAddress, 9);
  serve_until(queue, 4);
  EXPECT_EQ(told_, (std::vector<std::string>{"1", "9", "5", "7"}));
}

TEST_F(HandshakeQueueTest, WhoIsToldToLeaveHasNoTurn) {
  const Queue queue = queue_with(kNever);
  enter(queue, Caller::Stranger, 1);
  enter(queue, Caller::Stranger, 2);
  context_.poll();
  queue->leave(Caller::Stranger, 1);
  queue->leave(Caller::Stranger, 77);
  context_.poll();
  EXPECT_EQ(told_, (std::vector<std::string>{"no 1"}));
  queue->close();
  context_.run();
  EXPECT_EQ(told_, (std::vector<std::string>{"no 1", "no 2"}));
}

TEST_F(HandshakeQueueTest, NobodyWaitsLongerThanItsTime) {
  const Queue queue = queue_with(kNever);
  enter(queue, Caller::PeerAddress, 1, milliseconds{20});
  serve_until(queue, 1);
  EXPECT_EQ(told_, (std::vector<std::string>{"no 1"}));
}

}  // namespace
}  // namespace vitalstream::net
