#pragma once
// RateMeter: a rate per second from a growing count that is looked at now and then. One thread.

#include <cstdint>
#include <deque>

#include "base/time.hpp"

namespace vitalstream::node {

class RateMeter {
 public:
  // The rate over the looks of the last ten seconds; 0 at the first.
  [[nodiscard]] double look(std::uint64_t count, Instant now);

 private:
  struct Look {
    Instant at;
    std::uint64_t count = 0;
  };
  std::deque<Look> looks_;
};

}  // namespace vitalstream::node
