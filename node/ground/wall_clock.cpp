#include "node/ground/wall_clock.hpp"

#include <ctime>

#include <chrono>

#include "base/assert.hpp"

namespace vitalstream::node {

consensus::Clock read_clock() {
  timespec now{};
  VS_ASSERT(::clock_gettime(CLOCK_BOOTTIME, &now) == 0);
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  return {Instant{now.tv_sec * 1'000'000 + now.tv_nsec / 1'000},
          UnixMs{std::chrono::duration_cast<std::chrono::milliseconds>(wall).count()}};
}

}  // namespace vitalstream::node
