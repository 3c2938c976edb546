#pragma once
// Earliest: the first of several instants that is still to come.

#include <algorithm>
#include <optional>

#include "base/time.hpp"

namespace vitalstream::consensus {

class Earliest {
 public:
  explicit Earliest(Instant now) : now_(now) {}
  void consider(std::optional<Instant> instant) {
    if (instant && *instant > now_) {
      found_ = found_ ? std::min(*found_, *instant) : *instant;
    }
  }
  [[nodiscard]] const std::optional<Instant>& found() const { return found_; }

 private:
  Instant now_;
  std::optional<Instant> found_;
};

}  // namespace vitalstream::consensus
