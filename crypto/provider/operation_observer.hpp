#pragma once
// OperationObserver: told of every call to a provider's backend. The node counts them
// (blockchain_hsm_operations_total, blockchain_hsm_duration_seconds); this module knows no metrics
// library. Called on the caller's thread, several at once.

#include <chrono>
#include <string_view>

namespace vitalstream::crypto::provider {

enum class Operation { Open, Sign, Wrap, Unwrap, Health };

// "sign", "wrap", ...: the label of metrics.
[[nodiscard]] std::string_view to_string(Operation operation);

struct ObservedOperation {
  std::string_view provider;
  Operation operation = Operation::Sign;
  // "ok", "refused", "unavailable" or "wrong".
  std::string_view outcome;
  std::chrono::microseconds took{0};
};

class OperationObserver {
 public:
  virtual ~OperationObserver() = default;
  virtual void on_operation(const ObservedOperation& operation) = 0;
};

}  // namespace vitalstream::crypto::provider
