#pragma once
// Trace: what happened, as one running hash (the same seed must give the same hash twice and under
// every compiler), and as text where somebody asked to read it.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace vitalstream::sim {

class Trace {
 public:
  explicit Trace(bool prints) : prints_(prints) {}
  [[nodiscard]] bool prints() const { return prints_; }
  // A fact of the history: `what` names its kind, the numbers identify it.
  void note(Instant when, std::string_view what, std::uint64_t who, std::uint64_t detail);
  // Only for the reader.
  void say(Instant when, std::uint64_t who, const std::string& text) const;
  [[nodiscard]] std::uint64_t hash() const { return hash_; }

 private:
  bool prints_;
  std::uint64_t hash_ = 0;
};

}  // namespace vitalstream::sim
