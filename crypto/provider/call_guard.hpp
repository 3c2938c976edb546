#pragma once
// CallGuard: how a provider is called: each attempt has a deadline of its own, failures are tried
// again with growing, jittered pauses until the caller's deadline, a provider that stays away is
// left alone (CircuitBreaker), and every attempt is observed. Refusals and wrong answers are final
// and never repeated. Owned by KeyProvider; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "crypto/provider/call_clock.hpp"
#include "crypto/provider/circuit_breaker.hpp"
#include "crypto/provider/operation_observer.hpp"
#include "crypto/provider/provider_result.hpp"

namespace vitalstream::crypto::provider {

struct CallPolicy {
  // One attempt; shorter than a vote's time, so that a lost packet does not cost the vote.
  Milliseconds attempt_timeout{2000};
  unsigned attempts_max = 10;
  // Before the second attempt; doubles until `pause_max`. Half of each pause is chance.
  Milliseconds pause_first{20};
  Milliseconds pause_max{500};
  BreakerPolicy breaker = {};
};

// What surrounds the calls; what it points at outlives the provider.
struct CallSurroundings {
  CallPolicy policy = {};
  CallClock* clock = nullptr;  // null: the machine's
  OperationObserver* observer = nullptr;
};

class CallGuard {
 public:
  CallGuard(std::string_view provider, const CallSurroundings& surroundings);

  // `call(deadline of the attempt)` returns a ProviderResult.
  template <class Call>
  auto run(Operation operation, Deadline deadline, const Call& call) -> decltype(call(deadline));
  // One attempt, whatever happened before: for questions about the provider itself.
  template <class Call>
  auto run_once(Operation operation, Deadline deadline, const Call& call)
      -> decltype(call(deadline));

 private:
  // Waits until the provider may be asked; false if that is not before the deadline.
  bool wait_for_turn(Deadline deadline);
  [[nodiscard]] ProviderFailure not_asked(Deadline deadline) const;
  [[nodiscard]] Deadline attempt_deadline(Deadline begun, Deadline deadline) const;
  using Failure = std::optional<ProviderFailure>;
  template <class T>
  [[nodiscard]] static Failure failure_of(const ProviderResult<T>& result);
  void note(const Failure& failure);
  void observe(Operation operation, Deadline begun, const Failure& failure);
  // Sleeps before attempt number `attempt` + 1; false if there is to be none.
  bool pause_after(const ProviderFailure& failure, unsigned attempt, Deadline deadline);

  const std::string provider_;
  const CallPolicy policy_;
  CallClock& clock_;
  OperationObserver* const observer_;
  CircuitBreaker breaker_;
};

template <class T>
auto CallGuard::failure_of(const ProviderResult<T>& result) -> Failure {
  return result ? Failure() : Failure(result.error());
}

template <class Call>
auto CallGuard::run(Operation operation, Deadline deadline, const Call& call)
    -> decltype(call(deadline)) {
  for (unsigned attempt = 1;; ++attempt) {
    if (!wait_for_turn(deadline)) {
      return not_asked(deadline);
    }
    const Deadline begun = clock_.now();
    auto result = call(attempt_deadline(begun, deadline));
    const auto failure = failure_of(result);
    note(failure);
    observe(operation, begun, failure);
    if (!failure || !pause_after(*failure, attempt, deadline)) {
      return result;
    }
  }
}

template <class Call>
auto CallGuard::run_once(Operation operation, Deadline deadline, const Call& call)
    -> decltype(call(deadline)) {
  const Deadline begun = clock_.now();
  auto result = call(attempt_deadline(begun, deadline));
  observe(operation, begun, failure_of(result));
  return result;
}

}  // namespace vitalstream::crypto::provider
