#pragma once
// CallClock: the time, the waiting and the chance that CallGuard needs, so that tests decide all
// three. Any thread.

#include "crypto/provider/provider_result.hpp"

namespace vitalstream::crypto::provider {

// Whole seconds since 1970-01-01 UTC.
using WallSeconds = std::chrono::sys_seconds;

class CallClock {
 public:
  virtual ~CallClock() = default;
  [[nodiscard]] virtual Deadline now() = 0;
  virtual void sleep_until(Deadline time) = 0;
  // Uniform in [0, 1).
  [[nodiscard]] virtual double draw() = 0;
  // The time of day, for protocols that sign it.
  [[nodiscard]] virtual WallSeconds wall_now();
};

// Of the machine; lives as long as the process.
[[nodiscard]] CallClock& system_call_clock();

}  // namespace vitalstream::crypto::provider
