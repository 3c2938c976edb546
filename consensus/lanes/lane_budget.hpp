#pragma once
// LaneBudget: how many bytes a lane may bring in a time (L5): so many a second, and what it has not
// used within some time may come at once. Kept as the instant at which nothing would be left. Used
// by OwnLane for what it admits, and by GrantedTips for what others' lanes bring. Engine thread.

#include <cstdint>
#include <optional>

#include "base/time.hpp"

namespace vitalstream::consensus {

class LaneBudget {
 public:
  struct Terms {
    std::uint64_t bytes_per_second = 0;
    Duration burst;     // so much time's bytes may come at once
    Duration at_start;  // and so much of it at first
  };
  explicit LaneBudget(const Terms& terms) : terms_(terms) {}

  // How long until so many bytes may be spent; nothing to wait for if they may be now.
  [[nodiscard]] Duration until(Instant now, std::uint64_t bytes);
  // Also beyond what is left; the debt is bounded by the burst.
  void spend(Instant now, std::uint64_t bytes);

 private:
  [[nodiscard]] Duration time_of(std::uint64_t bytes) const;
  [[nodiscard]] Instant empty_since(Instant now);

  Terms terms_;
  std::optional<Instant> empty_at_;
};

}  // namespace vitalstream::consensus
