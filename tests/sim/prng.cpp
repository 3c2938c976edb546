#include "tests/sim/prng.hpp"

#include <bit>

namespace vitalstream::sim {

std::uint64_t mix64(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

Prng::Prng(std::uint64_t seed) : seed_(seed), state_{} {
  for (std::size_t i = 0; i < state_.size(); ++i) {
    state_[i] = mix64(seed + i * 0x9e3779b97f4a7c15ULL);
  }
}

Prng Prng::fork(std::string_view label) const {
  std::uint64_t seed = seed_;
  for (const char letter : label) {
    seed = mix64(seed ^ static_cast<std::uint64_t>(static_cast<unsigned char>(letter)));
  }
  return Prng(seed);
}

std::uint64_t Prng::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Prng::below(std::uint64_t bound) { return next() % bound; }

std::int64_t Prng::between(std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
}

Duration Prng::between(Duration low, Duration high) {
  return Duration{between(low.value(), high.value())};
}

bool Prng::chance(double probability) { return unit() < probability; }

double Prng::unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

}  // namespace vitalstream::sim
