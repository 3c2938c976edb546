#pragma once
// How a provider's calls end: the vocabulary of the port and of everything behind it (README.md).
// Values; any thread.

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace vitalstream::crypto::provider {

using Deadline = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::milliseconds;

enum class ProviderError {
  // Policy, a disabled key, an algorithm that it does not have: asking again does not help.
  Refused,
  // Network, throttled, sealed, session lost, deadline: asking again may help.
  Unavailable,
  // It answered, and the answer is not right: a signature that the pinned public key does not
  // verify, a wrapped key of another context. Never use it; tell the operator.
  Wrong,
};

[[nodiscard]] std::string_view to_string(ProviderError error);

struct ProviderFailure {
  ProviderError error = ProviderError::Unavailable;
  // For the log line; holds no secret.
  std::string reason = {};
  // How long the provider asked to be left alone, if it did.
  Milliseconds retry_after{0};
};

[[nodiscard]] ProviderFailure refused(std::string reason);
[[nodiscard]] ProviderFailure unavailable(std::string reason);
[[nodiscard]] ProviderFailure wrong(std::string reason);

template <class T>
using ProviderResult = Result<T, ProviderFailure>;

}  // namespace vitalstream::crypto::provider
