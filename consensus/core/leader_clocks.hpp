#pragma once
// C7: block time as the leaders' clocks tell it. Each proposal says what its leader's clock showed;
// what f+1 of them have shown, and the time that has passed since by the own monotonic clock, an
// honest clock has reached. So a replica whose own clock is slow votes all the same, and the clocks
// of f leaders count for nothing. Owned by Proposals; pure.

#include <cstddef>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "consensus/types/ids.hpp"

namespace vitalstream::consensus {

class LeaderClocks {
 public:
  LeaderClocks(std::size_t validators, std::size_t faulty_max)
      : shown_(validators), faulty_max_(faulty_max) {}

  // A proposal that its leader has signed; its newest replaces what it showed before.
  void note(ValidatorIndex leader, UnixMs timestamp, Instant now);
  // Nothing before f+1 leaders have been heard.
  [[nodiscard]] std::optional<UnixMs> reached(Instant now) const;

 private:
  struct Shown {
    UnixMs timestamp;
    Instant at;
  };

  std::vector<std::optional<Shown>> shown_;  // by leader
  std::size_t faulty_max_;
};

}  // namespace vitalstream::consensus
