#pragma once
// UseGate: many may be inside at a time, or one alone. Who wants to be alone is let in before those
// who come later, so that a busy module can be restarted all the same. Whoever waits leaves at the
// deadline. Any thread; none twice at a time.

#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "crypto/provider/provider_result.hpp"

namespace vitalstream::crypto::provider {

class UseGate {
 public:
  // False: the deadline passed outside, and nothing is to be left.
  [[nodiscard]] bool enter(Deadline deadline);
  void leave();
  [[nodiscard]] bool enter_alone(Deadline deadline);
  void leave_alone();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t inside_ = 0;
  std::size_t waiting_to_be_alone_ = 0;
  bool is_one_alone_ = false;
};

}  // namespace vitalstream::crypto::provider
