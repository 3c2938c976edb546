#include "crypto/provider/call_clock.hpp"

#include <array>
#include <cmath>
#include <cstring>
#include <thread>

#include "crypto/provider/random.hpp"

namespace vitalstream::crypto::provider {
namespace {

// As many bits as a double holds exactly.
constexpr int kDrawBits = 53;

class SystemCallClock final : public CallClock {
 public:
  [[nodiscard]] Deadline now() override { return std::chrono::steady_clock::now(); }
  void sleep_until(Deadline time) override { std::this_thread::sleep_until(time); }
  [[nodiscard]] double draw() override;
};

double SystemCallClock::draw() {
  std::array<std::uint8_t, sizeof(std::uint64_t)> bytes{};
  fill_random(bytes);
  std::uint64_t bits = 0;
  std::memcpy(&bits, bytes.data(), sizeof bits);
  return std::ldexp(static_cast<double>(bits >> (64 - kDrawBits)), -kDrawBits);
}

}  // namespace

WallSeconds CallClock::wall_now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

CallClock& system_call_clock() {
  static SystemCallClock clock;
  return clock;
}

}  // namespace vitalstream::crypto::provider
