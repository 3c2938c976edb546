#pragma once
// CircuitBreaker: after several failures in a row a provider is left alone for a while, then asked
// by one call at a time until it answers. A provider that is down thereby costs each vote nothing
// but a look here, and one that comes back is not met by a crowd. Only being unavailable counts: a
// refusal is an answer. Any thread.

#include <mutex>
#include <optional>

#include "crypto/provider/provider_result.hpp"

namespace vitalstream::crypto::provider {

struct BreakerPolicy {
  unsigned failures_to_open = 5;
  Milliseconds pause{1000};
};

class CircuitBreaker {
 public:
  explicit CircuitBreaker(const BreakerPolicy& policy) : policy_(policy) {}

  // Nothing: ask now, and report what came of it. Otherwise: when to come back.
  [[nodiscard]] std::optional<Deadline> admit(Deadline now);
  void on_answer();
  void on_failure(Deadline now, const std::string& reason);

  // Why it was last unavailable.
  [[nodiscard]] std::string last_reason() const;

 private:
  const BreakerPolicy policy_;
  mutable std::mutex mutex_;
  unsigned failures_ = 0;
  // Open until then; with a trial under way, until that is given up.
  Deadline reopens_{};
  std::string last_reason_;
};

}  // namespace vitalstream::crypto::provider
