#pragma once
// ReceiveBudget: how many received bytes of one peer may wait for their consumer. Every message
// carries a ReceiveCredit, which gives its share back when it is destroyed, on any thread. When
// the budget is used up the session does not read on, so TCP makes the peer wait; when half of it
// is free again, `resume` is called. It belongs to the peer, not to the session, and so bounds
// memory across reconnects: at most the limit and one message.

#include <atomic>
#include <functional>
#include <memory>

#include "net/p2p/limits.hpp"

namespace vitalstream::net {

class ReceiveBudget;

// Keep it as long as the payload; destroy it when the payload is dealt with. Move only.
class ReceiveCredit {
 public:
  ReceiveCredit() = default;
  ReceiveCredit(std::shared_ptr<ReceiveBudget> budget, std::size_t bytes);
  ReceiveCredit(ReceiveCredit&& other) noexcept;
  ReceiveCredit& operator=(ReceiveCredit&& other) noexcept;
  ~ReceiveCredit();

  void release();

 private:
  std::shared_ptr<ReceiveBudget> budget_;
  std::size_t bytes_ = 0;
};

class ReceiveBudget : public std::enable_shared_from_this<ReceiveBudget> {
 public:
  // `resume` is called on the thread that releases; it must only post.
  ReceiveBudget(std::size_t limit_bytes, std::function<void()> resume);

  // The reader's side, one strand.
  [[nodiscard]] ReceiveCredit charge(std::size_t payload_bytes);
  // True if the reader has to wait for `resume` (and then asks again).
  [[nodiscard]] bool pause_if_exhausted();

  // Any thread.
  void give_back(std::size_t bytes);
  [[nodiscard]] std::size_t outstanding_bytes() const { return outstanding_bytes_.load(); }

 private:
  const std::size_t limit_bytes_;
  const std::function<void()> resume_;
  // Both are sequentially consistent: the reader writes `paused_` and then reads the sum, the
  // releaser writes the sum and then reads `paused_`, so one of them sees the other.
  std::atomic<std::size_t> outstanding_bytes_{0};
  std::atomic<bool> paused_{false};
};

}  // namespace vitalstream::net
