#include "node/app/wall_clock.hpp"

#include <chrono>

namespace vitalstream::node {

consensus::Clock read_clock() {
  using std::chrono::duration_cast;
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  return {Instant{duration_cast<std::chrono::microseconds>(now).count()},
          UnixMs{duration_cast<std::chrono::milliseconds>(wall).count()}};
}

}  // namespace vitalstream::node
