#include "net/rpc/completion_queue.hpp"

#include <boost/asio/post.hpp>
#include <utility>

#include "net/rpc/rpc_call.hpp"

namespace vitalstream::net {
namespace {

// Lies on top of a closed queue for ever.
class ClosedMark final : public RpcCall {
 public:
  ClosedMark() : RpcCall({}) {}
  const RpcError* write_result(std::string&) const override { return nullptr; }
};

RpcCall* closed_mark() {
  static ClosedMark mark;
  return &mark;
}

}  // namespace

CompletionQueue::CompletionQueue(boost::asio::any_io_executor executor,
                                 CompletionReceiver& receiver)
    : executor_(std::move(executor)), receiver_(receiver) {}

CompletionQueue::~CompletionQueue() { close(); }

void CompletionQueue::push(std::unique_ptr<RpcCall> call) {
  RpcCall* const node = call.get();
  RpcCall* top = top_.load(std::memory_order_relaxed);
  do {
    if (top == closed_mark()) {
      return;
    }
    node->next_ = top;
  } while (
      !top_.compare_exchange_weak(top, node, std::memory_order_release, std::memory_order_relaxed));
  static_cast<void>(call.release());
  if (top == nullptr) {
    post_drain();
  }
}

// The call is in the queue already, and whoever pushed it could do nothing about a failure.
void CompletionQueue::post_drain() noexcept {
  try {
    boost::asio::post(executor_, [queue = shared_from_this()] { queue->drain(); });
  } catch (...) {
    // No memory: the owner's next tick drains.
    return;
  }
}

void CompletionQueue::drain() {
  if (top_.load(std::memory_order_relaxed) == closed_mark()) {
    return;
  }
  deliver();
  receiver_.on_drained();
}

void CompletionQueue::deliver() {
  RpcCall* top = top_.load(std::memory_order_relaxed);
  if (top == nullptr || top == closed_mark()) {
    return;
  }
  top = top_.exchange(nullptr, std::memory_order_acquire);
  RpcCall* oldest = nullptr;
  while (top != nullptr) {
    RpcCall* const below = std::exchange(top->next_, oldest);
    oldest = std::exchange(top, below);
  }
  while (oldest != nullptr) {
    const std::unique_ptr<RpcCall> call(oldest);
    oldest = oldest->next_;
    receiver_.on_completed(*call);
  }
}

void CompletionQueue::close() {
  RpcCall* top = top_.exchange(closed_mark(), std::memory_order_acquire);
  while (top != nullptr && top != closed_mark()) {
    const std::unique_ptr<RpcCall> call(top);
    top = top->next_;
  }
}

}  // namespace vitalstream::net
