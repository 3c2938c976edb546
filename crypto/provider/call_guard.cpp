#include "crypto/provider/call_guard.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "crypto/provider/limits.hpp"

namespace vitalstream::crypto::provider {

std::string_view to_string(Operation operation) {
  switch (operation) {
    case Operation::Open:
      return "open";
    case Operation::Sign:
      return "sign";
    case Operation::Wrap:
      return "wrap";
    case Operation::Unwrap:
      return "unwrap";
    case Operation::Health:
      return "health";
  }
  base::assertion_failed("a known Operation", __FILE__, __LINE__);
}

CallGuard::CallGuard(std::string_view provider, const CallSurroundings& surroundings)
    : provider_(provider),
      policy_(surroundings.policy),
      clock_(surroundings.clock != nullptr ? *surroundings.clock : system_call_clock()),
      observer_(surroundings.observer),
      breaker_(policy_.breaker) {}

bool CallGuard::wait_for_turn(Deadline deadline) {
  for (;;) {
    const Deadline now = clock_.now();
    if (now >= deadline) {
      return false;
    }
    const auto come_back = breaker_.admit(now);
    if (!come_back) {
      return true;
    }
    if (*come_back >= deadline) {
      return false;
    }
    clock_.sleep_until(*come_back);
  }
}

ProviderFailure CallGuard::not_asked(Deadline deadline) const {
  const std::string last = breaker_.last_reason();
  if (clock_.now() >= deadline) {
    return unavailable(last.empty() ? "the deadline has passed"
                                    : "the deadline has passed; before: " + last);
  }
  return unavailable("not asked, because it failed several times in a row: " + last);
}

Deadline CallGuard::attempt_deadline(Deadline begun, Deadline deadline) const {
  return std::min(deadline, begun + policy_.attempt_timeout);
}

void CallGuard::note(const Failure& failure) {
  if (failure && failure->error == ProviderError::Unavailable) {
    breaker_.on_failure(clock_.now(), failure->reason);
  } else {
    breaker_.on_answer();
  }
}

void CallGuard::observe(Operation operation, Deadline begun, const Failure& failure) {
  if (observer_ == nullptr) {
    return;
  }
  observer_->on_operation(
      {provider_, operation, failure ? to_string(failure->error) : "ok",
       std::chrono::duration_cast<std::chrono::microseconds>(clock_.now() - begun)});
}

bool CallGuard::pause_after(const ProviderFailure& failure, unsigned attempt, Deadline deadline) {
  if (failure.error != ProviderError::Unavailable || attempt >= policy_.attempts_max) {
    return false;
  }
  Milliseconds pause = policy_.pause_first;
  for (unsigned i = 1; i < attempt && pause < policy_.pause_max; ++i) {
    pause *= 2;
  }
  pause = std::min(pause, policy_.pause_max);
  const auto jittered =
      std::chrono::duration_cast<std::chrono::microseconds>(pause * (0.5 + 0.5 * clock_.draw()));
  const Milliseconds asked_for = std::min(failure.retry_after, kRetryAfterMax);
  const Deadline next = clock_.now() + std::max<std::chrono::microseconds>(jittered, asked_for);
  if (next >= deadline) {
    return false;
  }
  clock_.sleep_until(next);
  return true;
}

}  // namespace vitalstream::crypto::provider
