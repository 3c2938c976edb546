#pragma once
// Prng: the only source of chance in the simulator. Forked by label, so that a new draw in one part
// does not change what another part sees. xoshiro256** seeded by splitmix64, both in the public
// domain as algorithms.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace vitalstream::sim {

[[nodiscard]] std::uint64_t mix64(std::uint64_t value);

class Prng {
 public:
  explicit Prng(std::uint64_t seed);
  // An independent stream for this purpose.
  [[nodiscard]] Prng fork(std::string_view label) const;

  [[nodiscard]] std::uint64_t next();
  // Uniform in [0, bound); bound is at least 1.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound);
  // Uniform in [low, high].
  [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high);
  [[nodiscard]] Duration between(Duration low, Duration high);
  [[nodiscard]] bool chance(double probability);
  [[nodiscard]] double unit();
  template <class T>
  [[nodiscard]] const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }
  template <class T>
  void shuffle(std::vector<T>& all);

 private:
  std::uint64_t seed_;
  std::array<std::uint64_t, 4> state_;
};

template <class T>
void Prng::shuffle(std::vector<T>& all) {
  for (std::size_t i = all.size(); i > 1; --i) {
    std::swap(all[i - 1], all[below(i)]);
  }
}

}  // namespace vitalstream::sim
