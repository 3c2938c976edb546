#pragma once
// CompletionQueue: brings finished calls back to the RPC thread. Any thread pushes; the first push
// into an empty queue posts one drain, which takes everything that has gathered by then. So a
// block that completes a thousand submissions costs one post, and their answers leave together.
// Should there be no memory for that post, the answers wait for the owner's next drain.
// Lock-free: a stack that is only ever taken whole. Bounded by the calls in flight.

#include <atomic>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

namespace vitalstream::net {

class RpcCall;

// Receives what the queue brings, on the RPC thread.
class CompletionReceiver {
 public:
  virtual void on_completed(const RpcCall& call) noexcept = 0;
  // All that had gathered has been received.
  virtual void on_drained() noexcept = 0;

 protected:
  ~CompletionReceiver() = default;
};

class CompletionQueue : public std::enable_shared_from_this<CompletionQueue> {
 public:
  CompletionQueue(boost::asio::any_io_executor executor, CompletionReceiver& receiver);
  CompletionQueue(const CompletionQueue&) = delete;
  CompletionQueue& operator=(const CompletionQueue&) = delete;
  ~CompletionQueue();

  // Any thread. After close() the call is dropped.
  void push(std::unique_ptr<RpcCall> call);

  // RPC thread: hands everything to the receiver, in the order of completion.
  void drain();
  // The same in the middle of a message, when it is too early for on_drained.
  void deliver();

  // RPC thread: the receiver is never called again.
  void close();

 private:
  void post_drain() noexcept;

  boost::asio::any_io_executor executor_;
  CompletionReceiver& receiver_;
  std::atomic<RpcCall*> top_{nullptr};
};

}  // namespace vitalstream::net
