#include "net/p2p/receive_budget.hpp"

#include <utility>

namespace vitalstream::net {

ReceiveCredit::ReceiveCredit(std::shared_ptr<ReceiveBudget> budget, std::size_t bytes)
    : budget_(std::move(budget)), bytes_(bytes) {}

ReceiveCredit::ReceiveCredit(ReceiveCredit&& other) noexcept
    : budget_(std::move(other.budget_)), bytes_(std::exchange(other.bytes_, 0)) {}

ReceiveCredit& ReceiveCredit::operator=(ReceiveCredit&& other) noexcept {
  if (this != &other) {
    release();
    budget_ = std::move(other.budget_);
    bytes_ = std::exchange(other.bytes_, 0);
  }
  return *this;
}

ReceiveCredit::~ReceiveCredit() { release(); }

void ReceiveCredit::release() {
  if (const auto budget = std::exchange(budget_, nullptr)) {
    budget->give_back(std::exchange(bytes_, 0));
  }
}

ReceiveBudget::ReceiveBudget(std::size_t limit_bytes, std::function<void()> resume)
    : limit_bytes_(limit_bytes), resume_(std::move(resume)) {}

ReceiveCredit ReceiveBudget::charge(std::size_t payload_bytes) {
  const std::size_t bytes = payload_bytes + kMessageOverheadBytes;
  outstanding_bytes_ += bytes;
  return ReceiveCredit(shared_from_this(), bytes);
}

bool ReceiveBudget::pause_if_exhausted() {
  if (outstanding_bytes_ < limit_bytes_) {
    return false;
  }
  paused_ = true;
  // What was released between the two lines above found nobody paused and called nobody.
  if (outstanding_bytes_ <= limit_bytes_ / 2 && paused_.exchange(false)) {
    return false;
  }
  return true;
}

void ReceiveBudget::give_back(std::size_t bytes) {
  const std::size_t left = outstanding_bytes_.fetch_sub(bytes) - bytes;
  if (left <= limit_bytes_ / 2 && paused_ && paused_.exchange(false)) {
    resume_();
  }
}

}  // namespace vitalstream::net
