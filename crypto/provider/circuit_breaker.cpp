#include "crypto/provider/circuit_breaker.hpp"

namespace vitalstream::crypto::provider {

std::optional<Deadline> CircuitBreaker::admit(Deadline now) {
  const std::lock_guard lock(mutex_);
  if (failures_ < policy_.failures_to_open) {
    return std::nullopt;
  }
  if (now < reopens_) {
    return reopens_;
  }
  // This caller is the trial. The next comes a pause later, should this one never report.
  reopens_ = now + policy_.pause;
  return std::nullopt;
}

void CircuitBreaker::on_answer() {
  const std::lock_guard lock(mutex_);
  failures_ = 0;
  last_reason_.clear();
}

void CircuitBreaker::on_failure(Deadline now, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  last_reason_ = reason;
  if (failures_ < policy_.failures_to_open) {
    ++failures_;
  }
  reopens_ = now + policy_.pause;
}

std::string CircuitBreaker::last_reason() const {
  const std::lock_guard lock(mutex_);
  return last_reason_;
}

}  // namespace vitalstream::crypto::provider
