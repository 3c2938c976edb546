#include "crypto/provider/pkcs11/use_gate.hpp"

namespace vitalstream::crypto::provider {

bool UseGate::enter(Deadline deadline) {
  std::unique_lock lock(mutex_);
  const auto is_open = [this] { return !is_one_alone_ && waiting_to_be_alone_ == 0; };
  if (!changed_.wait_until(lock, deadline, is_open)) {
    return false;
  }
  ++inside_;
  return true;
}

void UseGate::leave() {
  bool is_awaited = false;
  {
    const std::lock_guard lock(mutex_);
    --inside_;
    is_awaited = inside_ == 0 && waiting_to_be_alone_ > 0;
  }
  if (is_awaited) {
    changed_.notify_all();
  }
}

bool UseGate::enter_alone(Deadline deadline) {
  std::unique_lock lock(mutex_);
  ++waiting_to_be_alone_;
  const auto is_empty = [this] { return !is_one_alone_ && inside_ == 0; };
  const bool is_in_time = changed_.wait_until(lock, deadline, is_empty);
  --waiting_to_be_alone_;
  if (is_in_time) {
    is_one_alone_ = true;
  } else {
    // Those who have let this one go first need not any longer.
    changed_.notify_all();
  }
  return is_in_time;
}

void UseGate::leave_alone() {
  {
    const std::lock_guard lock(mutex_);
    is_one_alone_ = false;
  }
  changed_.notify_all();
}

}  // namespace vitalstream::crypto::provider
